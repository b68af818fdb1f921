package dev.caravan.sync.undo;

import dev.caravan.index.Entry;
import dev.caravan.index.UndoRequests;
import dev.caravan.index.UndoRequests.Step;
import dev.caravan.mount.Direction;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Side;
import dev.caravan.remote.ObjectHead;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.transfer.Checksums;
import dev.caravan.transfer.ObjectBackup;
import dev.caravan.transfer.PathState;
import dev.caravan.transfer.Transfers;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Puts an old version back on its side. Keeps the current version first, and replaces nothing that appears after that.
 */
final class Restoration {
    private final OpenMount open;
    private final UndoRequests requests;
    private final Transfers transfers;

    Restoration(OpenMount open) {
        this.open = open;
        this.requests = open.index().ledger().undo();
        this.transfers = open.transfers();
    }

    /** Brings a version back; returns false if there was none to bring back. */
    boolean restore(Step step) throws IOException {
        if (step.source().isEmpty()) {
            return restoreVersion(step);
        }
        Path file = Path.of(step.source());
        if (!Files.exists(file)) {
            LocalVersion there = step.begun() && step.side() == Side.LOCAL ? look(step.path()) : null;
            if (there != null) {
                leaveFolderAlone(step.path(), there, inBucket(step.path()));
            }
            return step.begun(); // done before a crash
        }
        requests.begin(step);
        if (step.side() == Side.LOCAL) {
            restoreFile(step.path(), file);
        } else {
            restoreObject(step.path(), file);
        }
        open.state().trash().room().recount();
        return true;
    }

    /** Whether the folder already holds the very version that a step is about, so that nothing is missing. */
    boolean folderHoldsContentOf(Step step) throws IOException {
        if (look(step.path()) == null || step.etag().isEmpty()) {
            return false;
        }
        try (SeekableByteChannel content = open.folder().open(step.path())) {
            return Checksums.of(Checksums.md5(), content).equals(step.etag());
        }
    }

    private void restoreFile(RelativePath path, Path file) throws IOException {
        // ask the store first: if it refuses, no file must have been put in place
        RemoteVersion remote = inBucket(path);
        LocalVersion put = open.folder()
                .put(file, path, open.folder().look(path), open.bins().local());
        leaveFolderAlone(path, put, remote);
    }

    private @Nullable RemoteVersion inBucket(RelativePath path) {
        return open.mount().policy().direction() == Direction.DOWNLOAD
                ? open.bucket().head(path).map(ObjectHead::version).orElse(null)
                : null;
    }

    /** Records the file of a download mount as unlike: otherwise the next pass would replace it. */
    private void leaveFolderAlone(RelativePath path, LocalVersion local, @Nullable RemoteVersion remote) {
        if (open.mount().policy().direction() == Direction.DOWNLOAD) {
            open.index().record(Entry.unlike(path, local, remote));
        }
    }

    private void restoreObject(RelativePath path, Path file) throws IOException {
        Map<String, String> metadata = Map.of(
                ObjectHead.MTIME,
                ObjectHead.mtime(Files.getLastModifiedTime(file).toInstant()));
        String replaced = backUpCurrent(path);
        transfers
                .uploads()
                .sendKept(open.bucket().requests().put(path, metadata, null, replaced, maySendConditions()), file);
        leaveBucketAlone(path);
        Files.delete(file);
    }

    private boolean restoreVersion(Step step) throws IOException {
        RelativePath path = step.path();
        String stamp = open.state().trash().remoteBin(step.pass()).stamp();
        for (String trash : open.index().ledger().trashPrefixes()) {
            String key = ObjectBackup.trashKey(trash, stamp, path);
            Optional<ObjectHead> kept = open.bucket().headOf(key);
            if (kept.isPresent()) {
                copyBack(path, key, null, kept.get().version());
                return true;
            }
        }
        Optional<Map.Entry<String, RemoteVersion>> kept = open.bucket().keptVersion(path, step.etag());
        if (kept.isEmpty()) {
            return false;
        }
        String key = open.bucket().location().keyOf(path);
        copyBack(path, key, kept.get().getKey(), kept.get().getValue());
        return true;
    }

    private void copyBack(RelativePath path, String key, @Nullable String versionId, RemoteVersion version)
            throws IOException {
        String replaced = backUpCurrent(path);
        if (open.bucket().mayCopyBack(version)) {
            open.bucket().copyBack(key, versionId, version, path, replaced, maySendConditions());
        } else {
            carryBack(path, open.bucket().requests().getKept(key, versionId, version), version, replaced);
        }
        leaveBucketAlone(path);
    }

    /** Downloads the content and uploads it again, as many stores honour a condition on a PUT, and few on a copy. */
    private void carryBack(RelativePath path, GetObjectRequest source, RemoteVersion version, @Nullable String replaced)
            throws IOException {
        PutObjectRequest put = open.bucket().requests().put(path, Map.of(), null, replaced, maySendConditions());
        transfers
                .downloads()
                .use(
                        path,
                        source,
                        version,
                        (file, said) ->
                                transfers.uploads().sendKept(open.bucket().like(source, said, put), file));
    }

    /** Keeps the object that is there now; returns its ETag, null where there is none. */
    private @Nullable String backUpCurrent(RelativePath path) throws IOException {
        Optional<ObjectHead> current = open.bucket().head(path);
        if (current.isEmpty()) {
            return null;
        }
        RemoteVersion version = current.get().version();
        Entry entry = open.index().find(path).orElse(null);
        PathState found = new PathState(path, entry, look(path), version, false);
        transfers.backup().beforeLoss(found, false);
        return version.etag();
    }

    private boolean maySendConditions() {
        // also while it is unknown whether they are honoured: a store that cannot take conditions says so
        return transfers.deletionConditions().maySend();
    }

    /**
     * Records the object of an upload mount as unlike: otherwise the next pass would replace what a person asked for.
     */
    private void leaveBucketAlone(RelativePath path) {
        if (open.mount().policy().direction() != Direction.UPLOAD) {
            return;
        }
        RemoteVersion remote = open.bucket().head(path).map(ObjectHead::version).orElse(null);
        open.index().record(Entry.unlike(path, look(path), remote));
    }

    private @Nullable LocalVersion look(RelativePath path) {
        try {
            return open.folder().look(path).orElse(null);
        } catch (IOException e) {
            return null;
        }
    }
}
