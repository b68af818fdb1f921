package dev.caravan.status;

import java.util.ArrayList;
import java.util.List;

/** What a pass did, in numbers: {@code 3 uploaded, 1 deleted in S3 (4.2 MB)}. */
public record PassCounts(
        long uploaded,
        long downloaded,
        long deletedRemotely,
        long deletedLocally,
        long conflicts,
        long adopted,
        long failed,
        long bytes) {
    public boolean isWorthALine() {
        return uploaded + downloaded + deletedRemotely + deletedLocally + conflicts + adopted + failed > 0;
    }

    /** Whether nothing was done, and something failed. */
    public boolean onlyFailed() {
        return failed > 0 && uploaded + downloaded + deletedRemotely + deletedLocally + conflicts + adopted == 0;
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        part(parts, uploaded, "uploaded");
        part(parts, downloaded, "downloaded");
        if (bytes > 0 && !parts.isEmpty()) {
            parts.set(parts.size() - 1, parts.get(parts.size() - 1) + " (" + HumanFormat.size(bytes) + ")");
        }
        part(parts, deletedRemotely, "deleted in S3");
        part(parts, deletedLocally, "deleted locally");
        part(parts, conflicts, conflicts == 1 ? "conflict" : "conflicts");
        part(parts, adopted, "adopted");
        part(parts, failed, "failed");
        return parts.isEmpty() ? "nothing to do" : String.join(", ", parts);
    }

    private static void part(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }
}
