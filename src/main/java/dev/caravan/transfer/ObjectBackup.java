package dev.caravan.transfer;

import dev.caravan.index.Ledger;
import dev.caravan.index.Replaced;
import dev.caravan.local.ChangedException;
import dev.caravan.local.Trash;
import dev.caravan.local.TrashBins;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Side;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.ObjectHead;
import dev.caravan.status.Journal;
import dev.caravan.status.PathEvent;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a copy of an object that is about to be replaced or deleted, if its content would otherwise be lost. */
public final class ObjectBackup {
    private static final int MOST = 10_000;

    private final Bucket bucket;
    private final Downloads downloads;
    private final Optional<String> trashPrefix;
    private final TrashBins bins;
    private final Ledger ledger;
    private final Journal journal;

    /** Where the copies that the current pass made are, by version. */
    private final Map<String, String> kept = new ConcurrentHashMap<>();

    private volatile String stamp = "";

    /**
     * @param where its place, in words for people
     * @param isNew false if an earlier attempt in the same pass made it
     */
    private record Copy(String where, boolean isNew) {}

    /** @param trashPrefix where copies go in the bucket; empty if the user wants none there */
    public ObjectBackup(
            Bucket bucket,
            Downloads downloads,
            Optional<String> trashPrefix,
            TrashBins bins,
            Ledger ledger,
            Journal journal) {
        this.bucket = bucket;
        this.downloads = downloads;
        this.trashPrefix = trashPrefix;
        this.bins = bins;
        this.ledger = ledger;
        this.journal = journal;
    }

    /** Where the copy of an object lies in the bucket. */
    public static String trashKey(String trashPrefix, String stamp, RelativePath path) {
        return trashPrefix + "/" + stamp + "/" + path;
    }

    /**
     * To be called before the object that was found is replaced or deleted, if there is one: keeps it, and records its
     * version, so that an undo can look for it.
     *
     * @param hasCopy whether its content lies elsewhere already, such as in a conflict copy
     */
    public void beforeLoss(PathState pathState, boolean hasCopy) throws IOException {
        RemoteVersion version = pathState.remote();
        if (version == null) {
            return;
        }
        if (!hasCopy) {
            backUp(pathState);
        }
        ledger.replaced().add(new Replaced(bins.pass(), pathState.path(), version.etag()));
    }

    /**
     * Keeps the object that was found. A bucket with versions does so by itself. Otherwise the object is copied to the
     * trash in the bucket, if there is one. Without one, only an object that the folder never held is kept, in the
     * local trash. Such an object is reported wherever it is kept, as nobody else has it.
     */
    private void backUp(PathState pathState) throws IOException {
        Optional<Copy> kept = kept(pathState, bins.remote());
        if (!pathState.remoteWasInStep()) {
            kept.filter(Copy::isNew)
                    .ifPresent(copy ->
                            journal.publish(new PathEvent.SetAside(pathState.path(), Side.REMOTE, copy.where())));
        }
    }

    private Optional<Copy> kept(PathState pathState, Trash.Bin trash) throws IOException {
        RemoteVersion version = pathState.remote();
        if (version == null || (pathState.remoteWasInStep() && trashPrefix.isEmpty())) {
            return Optional.empty();
        }
        Optional<ObjectHead> head = bucket.head(pathState.path());
        if (head.isEmpty()) {
            throw new ChangedException("the object '" + pathState.path() + "' is gone");
        }
        return Optional.of(copy(pathState, version, head.get().versionId(), trash));
    }

    /** Copies the object, unless an earlier attempt in the same pass has done so, or the bucket keeps it as a version. */
    private Copy copy(PathState pathState, RemoteVersion version, Optional<String> inBucket, Trash.Bin trash)
            throws IOException {
        String object = trash.stamp() + " " + version.etag() + " " + pathState.path();
        String before = kept.get(object);
        if (before != null) {
            return new Copy(before, false);
        }
        if (kept.size() >= MOST || !trash.stamp().equals(stamp)) {
            kept.clear();
            stamp = trash.stamp();
        }
        String where = inBucket.isPresent()
                ? "version " + inBucket.get() + " of the object"
                : copied(pathState, version, trash);
        kept.put(object, where);
        return new Copy(where, true);
    }

    private String copied(PathState pathState, RemoteVersion version, Trash.Bin trash) throws IOException {
        if (trashPrefix.isPresent()) {
            String copy = freeKey(trashPrefix.get(), trash.stamp(), pathState.path(), version);
            bucket.copy(bucket.location().keyOf(pathState.path()), version, copy);
            return "s3://" + bucket.location().bucket() + "/" + copy;
        }
        return downloads.fetchInto(pathState, trash).toString();
    }

    /**
     * A key in the trash that is free, or that holds this version already: a pass may put aside several versions of one
     * path.
     */
    private String freeKey(String prefix, String stamp, RelativePath path, RemoteVersion version) {
        for (int attempt = 1; ; attempt++) {
            String key = trashKey(prefix, attempt == 1 ? stamp : stamp + "." + attempt, path);
            Optional<ObjectHead> there = bucket.headOf(key);
            if (there.isEmpty() || there.get().version().same(version)) {
                return key;
            }
        }
    }
}
