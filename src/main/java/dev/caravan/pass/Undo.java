package dev.caravan.pass;

import dev.caravan.index.Entry;
import dev.caravan.index.Ledger.Replaced;
import dev.caravan.local.LocalVersion;
import dev.caravan.local.Trash;
import dev.caravan.mount.Direction;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.remote.ObjectHead;
import dev.caravan.remote.RemoteVersion;
import dev.caravan.status.Journal;
import dev.caravan.transfer.Keeping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Brings back what passes deleted or replaced: from the trash, or from the bucket's versions. What is there now goes to the
 * trash in turn. The oldest version since the time in question is the one that comes back.
 */
final class Undo {
    private final OpenMount open;
    private final Journal journal;
    private final Instant now;
    private int restored;
    private int lost;

    /** @param now when the coming pass began */
    Undo(OpenMount open, Journal journal, Instant now) {
        this.open = open;
        this.journal = journal;
        this.now = now;
    }

    void since(Instant time) throws IOException {
        Set<RelativePath> local = new HashSet<>();
        Set<RelativePath> remote = new HashSet<>();
        for (Trash.Found bin : open.state().trash().found()) {
            if (!bin.time().isBefore(time) && bin.time().isBefore(now)) {
                restore(bin, bin.side() == Side.LOCAL ? local : remote);
            }
        }
        for (Replaced version : open.index().ledger().replacedSince(time)) {
            if (version.pass().isBefore(now) && remote.add(version.path())) {
                restore(version);
            }
        }
        open.index().ledger().forgetReplaced(time, now);
        open.index().flush();
        journal.info("undo: " + restored + " brought back"
                + (lost > 0
                        ? ", " + lost + " could not be, because the bucket keeps no versions and has no trash-prefix"
                        : ""));
    }

    private void restore(Trash.Found bin, Set<RelativePath> done) throws IOException {
        for (RelativePath path : bin.files()) {
            if (!done.add(path)) {
                continue;
            }
            Path file = bin.path().resolve(path.value());
            attempt(path, () -> {
                if (bin.side() == Side.LOCAL) {
                    restoreFile(path, file);
                } else {
                    restoreObject(path, file);
                }
                return true;
            });
        }
    }

    private void restore(Replaced version) {
        attempt(version.path(), () -> {
            Optional<String> trash = open.mount().care().trashPrefix();
            if (trash.isPresent() && restoreFromTrash(version, trash.get())) {
                return true;
            }
            Optional<Map.Entry<String, RemoteVersion>> kept = open.bucket().keptVersion(version.path(), version.etag());
            if (kept.isEmpty()) {
                return false;
            }
            open.bucket()
                    .restore(version.path(), kept.get().getKey(), kept.get().getValue());
            leaveBucketAlone(version.path());
            return true;
        });
    }

    private boolean restoreFromTrash(Replaced version, String trash) throws IOException {
        String stamp = open.remoteBin(version.pass()).stamp();
        return open.bucket()
                .copyBack(Keeping.trashKey(trash, stamp, version.path()), version.path())
                .map(done -> {
                    leaveBucketAlone(version.path());
                    return true;
                })
                .orElse(false);
    }

    private interface Step {
        /** Whether there was something to bring back. */
        boolean run() throws IOException;
    }

    private void attempt(RelativePath path, Step step) {
        try {
            if (step.run()) {
                restored++;
            } else {
                lost++;
            }
        } catch (IOException | SdkException e) {
            journal.warn("cannot bring back " + path + ": " + e.getMessage());
        }
    }

    private void restoreFile(RelativePath path, Path file) throws IOException {
        LocalVersion put = open.folder().put(file, path, open.folder().look(path), open.bin(now));
        if (open.mount().policy().direction() == Direction.DOWNLOAD) {
            // else the next pass would repair it
            RemoteVersion remote =
                    open.bucket().head(path).map(ObjectHead::version).orElse(null);
            open.index().record(new Entry(path, put, remote, null));
        }
    }

    private void restoreObject(RelativePath path, Path file) throws IOException {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        open.bucket().putFile(path, Map.of(ObjectHead.MTIME, ObjectHead.mtime(modified)), file);
        leaveBucketAlone(path);
        Files.delete(file);
    }

    /** An upload mount repairs what is not as the folder has it: here a person wanted it so. */
    private void leaveBucketAlone(RelativePath path) {
        if (open.mount().policy().direction() != Direction.UPLOAD) {
            return;
        }
        RemoteVersion remote = open.bucket().head(path).map(ObjectHead::version).orElse(null);
        open.index().record(new Entry(path, look(path), remote, null));
    }

    private @Nullable LocalVersion look(RelativePath path) {
        try {
            return open.folder().look(path).orElse(null);
        } catch (IOException e) {
            return null;
        }
    }
}
