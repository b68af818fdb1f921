package dev.caravan.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What one pass did. Safe for several threads. */
public final class PassReport {
    /** So many paths are told from each other. */
    private static final int MOST = 10_000;

    private final AtomicLong uploaded = new AtomicLong();
    private final AtomicLong downloaded = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong deletedLocally = new AtomicLong();
    private final AtomicLong deletedRemotely = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();
    private final AtomicLong adopted = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Set<String> failedPaths = ConcurrentHashMap.newKeySet();

    void uploaded(long size) {
        uploaded.incrementAndGet();
        bytes.addAndGet(size);
    }

    void downloaded(long size) {
        downloaded.incrementAndGet();
        bytes.addAndGet(size);
    }

    void deletedLocally() {
        deletedLocally.incrementAndGet();
    }

    void deletedRemotely() {
        deletedRemotely.incrementAndGet();
    }

    void conflict() {
        conflicts.incrementAndGet();
    }

    void adopted() {
        adopted.incrementAndGet();
    }

    /** However often a path fails in a pass, it is one that failed. */
    void failed(String path) {
        if (failedPaths.size() >= MOST || failedPaths.add(path)) {
            failed.incrementAndGet();
        }
    }

    public long failures() {
        return failed.get();
    }

    /** Whether something was transferred, deleted or put aside, on whichever side. */
    public boolean changedSomething() {
        return uploaded.get() + downloaded.get() + deletedLocally.get() + deletedRemotely.get() + conflicts.get() > 0;
    }

    public boolean isWorthALine() {
        return changedSomething() || adopted.get() > 0 || failed.get() > 0;
    }

    /** {@code 3 uploaded, 1 deleted in S3 (4.2 MB) in 1.3 s}. */
    public String summary(Duration taken) {
        List<String> parts = new ArrayList<>();
        part(parts, uploaded, "uploaded");
        part(parts, downloaded, "downloaded");
        part(parts, deletedRemotely, "deleted in S3");
        part(parts, deletedLocally, "deleted locally");
        part(parts, conflicts, conflicts.get() == 1 ? "conflict" : "conflicts");
        part(parts, adopted, "adopted");
        part(parts, failed, "failed");
        String what = parts.isEmpty() ? "nothing to do" : String.join(", ", parts);
        return what + (bytes.get() > 0 ? " (" + HumanFormat.size(bytes.get()) + ")" : "") + " in "
                + HumanFormat.seconds(taken);
    }

    private static void part(List<String> parts, AtomicLong count, String what) {
        if (count.get() > 0) {
            parts.add(count.get() + " " + what);
        }
    }
}
