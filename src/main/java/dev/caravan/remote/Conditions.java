package dev.caravan.remote;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Whether a store honours If-Match and If-None-Match. Where nobody said so, the first write finds out: it is sent, once
 * a HEAD has shown that it may be done, with a condition that cannot hold. A store that refuses honours conditions, and
 * the write is sent again; one that accepts does not, and has done what was wanted. Nothing is left behind either way.
 */
public final class Conditions {
    /** An ETag that no object has. */
    public static final String IMPOSSIBLE = "caravan-asks-whether-conditions-are-honoured";

    private enum State {
        UNKNOWN,
        ASKING,
        HONOURED,
        IGNORED
    }

    private final AtomicReference<State> state;

    private Conditions(State state) {
        this.state = new AtomicReference<>(state);
    }

    public static Conditions honoured() {
        return new Conditions(State.HONOURED);
    }

    public static Conditions ignored() {
        return new Conditions(State.IGNORED);
    }

    public static Conditions unknown() {
        return new Conditions(State.UNKNOWN);
    }

    /** Whether a write must be preceded by a HEAD, as its condition alone may not protect. */
    public boolean needHead() {
        return state.get() != State.HONOURED;
    }

    /** Whether a write may carry a condition: a store that does not know conditions may refuse it altogether. */
    public boolean maySend() {
        return state.get() != State.IGNORED;
    }

    /** True for the one write that is to find out. It must call {@link #answered} or {@link #noAnswer}. */
    public boolean ask() {
        return state.compareAndSet(State.UNKNOWN, State.ASKING);
    }

    /**
     * Learns from a refusal.
     *
     * @param asked whether the write was the one that was to find out
     * @param asExpected whether the object is what the condition said: then a store that found otherwise cannot be relied
     *     on (some do not understand a right If-Match)
     */
    public void refused(int status, boolean asked, BooleanSupplier asExpected) {
        switch (status) {
            case 400, 501 -> answered(false);
            case 404, 409, 412 -> {
                if (asked) {
                    answered(true);
                } else if (maySend() && status == 412 && asExpected.getAsBoolean()) {
                    answered(false);
                }
            }
            default -> {
                if (asked) {
                    noAnswer();
                }
            }
        }
    }

    public void answered(boolean honoured) {
        state.set(honoured ? State.HONOURED : State.IGNORED);
    }

    public void noAnswer() {
        state.compareAndSet(State.ASKING, State.UNKNOWN);
    }
}
