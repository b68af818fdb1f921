package dev.caravan.cli;

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
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.status.HumanFormat;
import dev.caravan.transfer.ObjectBackup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What an undo can bring back, found out before it begins.
 *
 * @param files that come back into the folder
 * @param objects that come back into the bucket
 * @param lost that are kept nowhere
 * @param unknown why nothing can be said of the objects; empty where that can be said
 */
record Prospect(int files, int objects, int lost, String unknown) {
    static Prospect of(Mount mount, Ledger ledger, Request request) throws IOException {
        Map<Side, Set<RelativePath>> trashed = new EnumMap<>(Map.of(
                Side.LOCAL, new TreeSet<>(),
                Side.REMOTE, new TreeSet<>()));
        for (Trash.Found bin : StateDirectory.trashOf(MountOptions.state(mount)).found()) {
            if (isWithin(request, bin.time())) {
                trashed.getOrDefault(bin.side(), new TreeSet<>()).addAll(bin.files());
            }
        }
        int files = trashed.getOrDefault(Side.LOCAL, Set.of()).size();
        Set<RelativePath> inTrash = trashed.getOrDefault(Side.REMOTE, Set.of());
        Map<RelativePath, List<Replaced>> others = new LinkedHashMap<>();
        for (Replaced version : ledger.replaced().since(request.since())) {
            if (isWithin(request, version.pass()) && !inTrash.contains(version.path())) {
                others.computeIfAbsent(version.path(), path -> new ArrayList<>())
                        .add(version);
            }
        }
        return asked(mount, ledger.trashPrefixes(), others, files, inTrash.size());
    }

    private static boolean isWithin(Request request, java.time.Instant pass) {
        return !pass.isBefore(request.since()) && pass.isBefore(request.until());
    }

    private static Prospect asked(
            Mount mount, Set<String> trashes, Map<RelativePath, List<Replaced>> versions, int files, int objects) {
        int found = objects;
        try (Clients clients = new Clients(1, new PreparedPuts())) {
            Bucket bucket = new Bucket(clients.client(mount.store()), mount.location(), mount.objects());
            for (List<Replaced> path : versions.values()) {
                found += path.stream().anyMatch(version -> isKept(mount, trashes, bucket, version)) ? 1 : 0;
            }
            return new Prospect(files, found, versions.size() - (found - objects), "");
        } catch (SdkException e) {
            return new Prospect(files, objects, 0, S3Errors.explain(mount, e));
        }
    }

    private static boolean isKept(Mount mount, Set<String> trashes, Bucket bucket, Replaced version) {
        String stamp = new Trash(mount.folder()).remoteBin(version.pass()).stamp();
        boolean inTrash = trashes.stream()
                .map(prefix -> ObjectBackup.trashKey(prefix, stamp, version.path()))
                .anyMatch(key -> bucket.headOf(key).isPresent());
        return inTrash || bucket.keptVersion(version.path(), version.etag()).isPresent();
    }

    boolean isNothing() {
        return files + objects + lost == 0 && unknown.isEmpty();
    }

    boolean hopeless() {
        return files + objects == 0 && lost > 0;
    }

    String told() {
        return HumanFormat.count(files, "file") + " and " + HumanFormat.count(objects, "object")
                + " can be brought back"
                + (lost > 0
                        ? "; " + HumanFormat.count(lost, "object")
                                + " cannot, as neither a version of the bucket nor a trash-prefix holds them (a conflict"
                                + " copy may)"
                        : "")
                + (unknown.isEmpty() ? "." : "; what the bucket keeps is not known: " + unknown + ".");
    }
}
