package dev.caravan.status;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the current pass of a mount does. Safe for several threads. */
public final class PassReport implements EventListener {
    /** How many failed paths are told apart. Beyond that, a path that fails twice counts twice. */
    private static final int MAX = 10_000;

    private final LongAdder uploaded = new LongAdder();
    private final LongAdder downloaded = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder deletedLocally = new LongAdder();
    private final LongAdder deletedRemotely = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAdder adopted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Set<String> failedPaths = ConcurrentHashMap.newKeySet();

    @Override
    public void on(Occurrence occurrence) {
        Event event = occurrence.event();
        if (event instanceof PathEvent.Uploaded upload) {
            uploaded.increment();
            bytes.add(upload.bytes());
        } else if (event instanceof PathEvent.Downloaded download) {
            downloaded.increment();
            bytes.add(download.bytes());
        } else if (event instanceof PathEvent.DeletedLocally) {
            deletedLocally.increment();
        } else if (event instanceof PathEvent.DeletedRemotely) {
            deletedRemotely.increment();
        } else if (event instanceof PathEvent.ConflictKept) {
            conflicts.increment();
        } else if (event instanceof PathEvent.Adopted) {
            adopted.increment();
        } else if (event instanceof MountEvent.PassStarted) {
            reset();
        } else {
            countFailure(event);
        }
    }

    private void countFailure(Event event) {
        if (event instanceof PathEvent.Failed failure) {
            failed(failure.path().value());
        } else if (event instanceof PathEvent.PublishFailed failure) {
            failed(failure.path().value());
        } else if (event instanceof MountEvent.ProblemFound problem && problem.isFailure()) {
            failed(problem.path());
        } else if (event instanceof MountEvent.PassFailed) {
            failed("");
        }
    }

    /** Counts a path that failed: only once, however often it fails in a pass. */
    private void failed(String path) {
        if (failedPaths.size() >= MAX || failedPaths.add(path)) {
            failed.increment();
        }
    }

    private void reset() {
        uploaded.reset();
        downloaded.reset();
        bytes.reset();
        deletedLocally.reset();
        deletedRemotely.reset();
        conflicts.reset();
        adopted.reset();
        failed.reset();
        failedPaths.clear();
    }

    public PassCounts counts() {
        return new PassCounts(
                uploaded.sum(),
                downloaded.sum(),
                deletedRemotely.sum(),
                deletedLocally.sum(),
                conflicts.sum(),
                adopted.sum(),
                failed.sum(),
                bytes.sum());
    }
}
