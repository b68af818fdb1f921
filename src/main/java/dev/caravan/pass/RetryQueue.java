package dev.caravan.pass;

import dev.caravan.look.Candidate;
import dev.caravan.mount.RelativePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What is to be tried again in a pass, and when. Safe for several threads. */
public final class RetryQueue {
    private static final int ATTEMPTS = 5;

    /** Where more paths fail than this, it is not for reasons of theirs, and they wait for the next pass. */
    private static final int MAX = 10_000;

    private final InFlight inFlight;
    private final Pauses pauses;
    private final List<Candidate> followUps = new ArrayList<>();
    private final List<Candidate> obstructed = new ArrayList<>();
    private final Set<RelativePath> everObstructed = new HashSet<>();
    private boolean released;

    public RetryQueue(InFlight inFlight, Pauses pauses) {
        this.inFlight = inFlight;
        this.pauses = pauses;
    }

    synchronized void begin() {
        followUps.clear();
        obstructed.clear();
        everObstructed.clear();
        released = false;
    }

    /** A path that came to be by what was done, such as a conflict copy. */
    public synchronized void follow(RelativePath path) {
        followUps.add(Candidate.locally(path));
    }

    /** Whether it is tried again in this pass. */
    synchronized boolean again(Candidate candidate) {
        if (candidate.attempt() + 1 >= ATTEMPTS || followUps.size() >= MAX) {
            return false;
        }
        followUps.add(candidate.again());
        return true;
    }

    /** Whether it is tried again once the deletions of this pass are done, as they may clear its way. */
    synchronized boolean obstructed(Candidate candidate) {
        everObstructed.add(candidate.path());
        if (candidate.attempt() > 0 || released || obstructed.size() >= MAX) {
            return false;
        }
        obstructed.add(candidate.onceMore());
        return true;
    }

    /** Whether something is in the way of a path in this pass, so that its file cannot be where it is missing. */
    synchronized boolean isObstructed(RelativePath path) {
        return everObstructed.contains(path);
    }

    /** From now on what was obstructed is tried again. */
    synchronized void releaseObstructed() {
        released = true;
        followUps.addAll(obstructed);
        obstructed.clear();
    }

    /** What is to be tried again, after a pause that grows with the attempts; empty when nothing is left. */
    public List<Candidate> followUps() {
        inFlight.awaitIdle();
        List<Candidate> current;
        synchronized (this) {
            current = List.copyOf(followUps);
            followUps.clear();
        }
        if (inFlight.isStopping()) {
            return List.of();
        }
        current.stream().mapToInt(Candidate::attempt).max().ifPresent(this::pause);
        return current;
    }

    private void pause(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(pauses.beforeAttempt(attempt).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
