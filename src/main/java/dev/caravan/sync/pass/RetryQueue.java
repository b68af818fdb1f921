package dev.caravan.sync.pass;

import dev.caravan.mount.RelativePath;
import dev.caravan.sync.look.Candidate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The paths to try again in a pass. Safe for several threads. */
public final class RetryQueue {
    private static final int ATTEMPTS = 5;

    /** If more paths fail than this, the paths are not the cause; the rest wait for the next pass. */
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

    /** Adds a path that a transfer has just created, such as a conflict copy. */
    public synchronized void follow(RelativePath path) {
        followUps.add(Candidate.locally(path));
    }

    /** Queues another attempt in this pass; returns false if there have been too many. */
    synchronized boolean queueRetry(Candidate candidate) {
        if (candidate.attempt() + 1 >= ATTEMPTS || followUps.size() >= MAX) {
            return false;
        }
        followUps.add(candidate.retryAskingBucket());
        return true;
    }

    /**
     * Queues another attempt for when the deletions of this pass are done, as they may clear the way; returns whether
     * it did.
     */
    public synchronized boolean queueAfterDeletions(Candidate candidate) {
        everObstructed.add(candidate.path());
        if (candidate.attempt() > 0 || released || obstructed.size() >= MAX) {
            return false;
        }
        obstructed.add(candidate.retryAsSeen());
        return true;
    }

    /** Whether this pass found the way to a path obstructed: then a missing file does not mean that it was deleted. */
    synchronized boolean isObstructed(RelativePath path) {
        return everObstructed.contains(path);
    }

    /** Queues the obstructed paths for another attempt. */
    synchronized void releaseObstructed() {
        released = true;
        followUps.addAll(obstructed);
        obstructed.clear();
    }

    /**
     * Waits until nothing is under way, then for a pause that grows with the attempts; returns what to try again, empty
     * if nothing is left.
     */
    public List<Candidate> awaitFollowUps() {
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
