package dev.caravan.sync.review;

import dev.caravan.index.Ledger;
import dev.caravan.index.Replaced;
import dev.caravan.index.UndoRequests.Request;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.S3Errors;
import dev.caravan.status.HumanFormat;
import dev.caravan.transfer.ObjectBackup;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What an undo can bring back, found out before it begins.
 *
 * @param unknown why nothing can be said of the objects; empty where that can be said
 */
public record Prospect(Request request, List<Restorable> parts, String unknown) {
    /** Where a version lies that comes back. */
    public enum Source {
        TRASH,
        BUCKET_VERSION,
        TRASH_PREFIX,
        /** Nowhere: it is lost. */
        NOWHERE
    }

    /** One path, and the side that it comes back to. */
    public record Restorable(RelativePath path, Side side, Source source) {}

    /**
     * What an undo would be about.
     *
     * @param since how far to go back; empty for the last pass that deleted or replaced something
     * @param before only what passes before this did; empty for all
     * @return empty if no pass ever did
     */
    public static Optional<Prospect> of(
            ReviewedMount mount,
            Ledger ledger,
            Optional<Instant> since,
            Optional<Instant> before,
            Instant now,
            S3Client client)
            throws IOException {
        Optional<Instant> last = Stream.concat(
                        StateDirectory.trashOf(mount.state()).found().stream().map(Trash.Found::time),
                        ledger.replaced().last().stream())
                .max(Instant::compareTo);
        Optional<Instant> from = since.or(() -> last);
        if (from.isEmpty()) {
            return Optional.empty();
        }
        // passes that a clock of before dated into the future are among those that were
        Instant until = before.orElseGet(
                () -> last.map(time -> time.plusMillis(1)).filter(now::isBefore).orElse(now));
        return Optional.of(of(mount, ledger, new Request(from.get(), until), client));
    }

    private static Prospect of(ReviewedMount mount, Ledger ledger, Request request, S3Client client)
            throws IOException {
        Set<Restorable> parts = new HashSet<>();
        for (Trash.Found bin : StateDirectory.trashOf(mount.state()).found()) {
            if (isWithin(request, bin.time())) {
                bin.files().forEach(path -> parts.add(new Restorable(path, bin.side(), Source.TRASH)));
            }
        }
        Map<RelativePath, List<Replaced>> others = new LinkedHashMap<>();
        for (Replaced version : ledger.replaced().since(request.since())) {
            boolean inTrash = parts.contains(new Restorable(version.path(), Side.REMOTE, Source.TRASH));
            if (isWithin(request, version.pass()) && !inTrash) {
                others.computeIfAbsent(version.path(), path -> new ArrayList<>())
                        .add(version);
            }
        }
        String unknown = "";
        try {
            Mount asked = mount.mount();
            Bucket bucket = new Bucket(client, asked.location(), asked.objects());
            others.forEach((path, versions) -> parts.add(
                    new Restorable(path, Side.REMOTE, source(asked, ledger.trashPrefixes(), bucket, versions))));
        } catch (SdkException e) {
            unknown = S3Errors.explain(mount.mount(), e);
        }
        return new Prospect(
                request,
                parts.stream()
                        .sorted(java.util.Comparator.comparing(Restorable::path).thenComparing(Restorable::side))
                        .toList(),
                unknown);
    }

    private static boolean isWithin(Request request, Instant pass) {
        return !pass.isBefore(request.since()) && pass.isBefore(request.until());
    }

    private static Source source(Mount mount, Set<String> trashes, Bucket bucket, List<Replaced> versions) {
        for (Replaced version : versions) {
            String stamp = new Trash(mount.folder()).remoteBin(version.pass()).stamp();
            boolean inTrash = trashes.stream()
                    .map(prefix -> ObjectBackup.trashKey(prefix, stamp, version.path()))
                    .anyMatch(key -> bucket.headOf(key).isPresent());
            if (inTrash) {
                return Source.TRASH_PREFIX;
            }
            if (bucket.keptVersion(version.path(), version.etag()).isPresent()) {
                return Source.BUCKET_VERSION;
            }
        }
        return Source.NOWHERE;
    }

    private long count(Side side) {
        return parts.stream()
                .filter(part -> part.side() == side && part.source() != Source.NOWHERE)
                .count();
    }

    private long lost() {
        return parts.stream().filter(part -> part.source() == Source.NOWHERE).count();
    }

    public boolean isNothing() {
        return parts.isEmpty() && unknown.isEmpty();
    }

    /** Whether nothing of it can be brought back. */
    public boolean isHopeless() {
        return !parts.isEmpty() && lost() == parts.size();
    }

    /** What it comes to, in words. */
    public String told() {
        long lost = lost();
        return HumanFormat.count(count(Side.LOCAL), "file") + " and " + HumanFormat.count(count(Side.REMOTE), "object")
                + " can be brought back"
                + (lost > 0
                        ? "; " + HumanFormat.count(lost, "object")
                                + " cannot, as neither a version of the bucket nor a trash-prefix holds them (a conflict"
                                + " copy may)"
                        : "")
                + (unknown.isEmpty() ? "." : "; what the bucket keeps is not known: " + unknown + ".");
    }

    /** A line for each path, and one that sums up, as a plan has them. */
    public List<JsonObject> json(Mount mount) {
        List<JsonObject> lines = new ArrayList<>();
        for (Restorable part : parts) {
            JsonObject line = kind(mount, part.source() == Source.NOWHERE ? "lost" : "restore");
            line.put("path", part.path().value());
            line.put("direction", part.side() == Side.LOCAL ? "to-folder" : "to-s3");
            line.put("from", part.source().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            lines.add(line);
        }
        JsonObject totals = kind(mount, "totals");
        totals.put("since", request.since().toString());
        totals.put("until", request.until().toString());
        totals.put("files", count(Side.LOCAL));
        totals.put("objects", count(Side.REMOTE));
        totals.put("lost", lost());
        if (!unknown.isEmpty()) {
            totals.put("unknown", unknown);
        }
        lines.add(totals);
        return lines;
    }

    private static JsonObject kind(Mount mount, String kind) {
        JsonObject line = new JsonObject();
        line.put("kind", kind);
        line.put("mount", mount.name().value());
        return line;
    }
}
