package dev.caravan.remote;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Whether a store honours If-Match and If-None-Match. Where nobody said so, a write finds out: it is sent, once a HEAD has
 * shown that it may be done, with a condition that cannot hold. A store that refuses honours conditions, and a write that
 * replaces something is sent again; one that accepts has done what was wanted. A new object is stored first, and asks by
 * being stored once more. Nothing is left behind either way.
 *
 * <p>One acceptance proves nothing, as the object may have gone in that moment: several in a row are no coincidence.
 *
 * <p>Only answers about conditions teach anything: whatever else a store refuses, it goes on as before. What a setting says,
 * or is known of Amazon's store, is never doubted.
 */
public final class Conditions {
    /** An ETag that no object has. */
    public static final String IMPOSSIBLE = "caravan-asks-whether-conditions-are-honoured";

    /** So often a store that does not understand conditions, and no other, refuses a right one or accepts a wrong one. */
    private static final int DOUBTS = 3;

    private enum State {
        UNKNOWN,
        ASKING,
        HONOURED,
        IGNORED
    }

    private final AtomicReference<State> state;
    private final boolean told;
    private final AtomicInteger doubts = new AtomicInteger();
    private final AtomicInteger acceptances = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicBoolean proved = new AtomicBoolean();

    private Conditions(State state, boolean told) {
        this.state = new AtomicReference<>(state);
        this.told = told;
    }

    /** Somebody said so. */
    public static Conditions honoured() {
        return new Conditions(State.HONOURED, true);
    }

    /** Somebody said so. */
    public static Conditions ignored() {
        return new Conditions(State.IGNORED, true);
    }

    public static Conditions unknown() {
        return new Conditions(State.UNKNOWN, false);
    }

    /** Whether a write must be preceded by a HEAD, as its condition alone may not protect. */
    public boolean needsHead() {
        return state.get() != State.HONOURED;
    }

    /** Whether a write may carry a condition: a store that does not know conditions may refuse it altogether. */
    public boolean maySend() {
        return state.get() != State.IGNORED;
    }

    /** True for the one write that is to find out. It must call {@link #accepted}, {@link #refused} or {@link #probeFailed}. */
    public boolean claimProbe() {
        return state.compareAndSet(State.UNKNOWN, State.ASKING);
    }

    /**
     * Learns from a write that was carried out.
     *
     * @param asked whether it was the one that was to find out, with a condition that cannot hold
     * @param replaced whether it carried a right If-Match
     */
    public void accepted(boolean asked, boolean replaced) {
        unknown.set(0);
        if (asked && acceptances.incrementAndGet() >= DOUBTS) {
            learn(State.IGNORED);
        } else if (asked) {
            probeFailed();
        } else if (replaced && state.get() == State.HONOURED) {
            proved.set(true);
        }
    }

    /**
     * Learns from a refusal, if it is about conditions.
     *
     * @param asked whether the write was the one that was to find out
     * @param conditional whether it carried a condition at all
     * @param asExpected whether the object is what the condition said: then a store that finds otherwise, again and again,
     *     cannot be relied on (some do not understand a right If-Match)
     */
    public void refused(Throwable cause, boolean asked, boolean conditional, BooleanSupplier asExpected) {
        if (S3Errors.isNotImplemented(cause) && !conditional) {
            // where it is refused without a condition, too, it was not about conditions
            learn(State.UNKNOWN);
        } else if (S3Errors.isNotImplemented(cause) && unknown.incrementAndGet() >= DOUBTS) {
            learn(State.IGNORED);
        } else if (asked) {
            // a 404 proves nothing: a store may know that the object is not there, and honour no If-None-Match
            if (S3Errors.isPreconditionFailed(cause)) {
                learn(State.HONOURED);
            } else {
                probeFailed();
            }
        } else if (S3Errors.isPreconditionFailed(cause) && !told && !proved.get() && maySend()) {
            doubt(asExpected);
        }
    }

    private void doubt(BooleanSupplier asExpected) {
        if (!asExpected.getAsBoolean()) {
            doubts.set(0);
        } else if (doubts.incrementAndGet() >= DOUBTS) {
            learn(State.IGNORED);
        }
    }

    private void learn(State learnt) {
        if (!told) {
            state.set(learnt);
        }
    }

    /** The write that was to find out did not reach the store, or not its conditions. */
    public void probeFailed() {
        state.compareAndSet(State.ASKING, State.UNKNOWN);
    }
}
