package dev.caravan.sync.pass;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.reconcile.Change;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.ObjectHead;
import dev.caravan.sync.look.Candidate;
import dev.caravan.transfer.Contents;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the path state of a candidate: adds the index entry and the versions that both sides hold now. */
final class PathStates {
    private final Index index;
    private final Folder folder;
    private final Bucket bucket;
    private final Contents contents;

    PathStates(Index index, Folder folder, Bucket bucket, Contents contents) {
        this.index = index;
        this.folder = folder;
        this.bucket = bucket;
        this.contents = contents;
    }

    PathState find(Candidate candidate) throws IOException {
        RelativePath path = candidate.path();
        Entry entry = index.find(path).orElse(null);
        LocalVersion local = folder.look(path).orElse(null);
        RemoteVersion indexed = entry == null ? null : entry.remote();
        RemoteVersion remote = switch (candidate.bucket()) {
            case AS_INDEXED -> indexed;
            case SEEN -> candidate.remote();
            case ASK -> bucket.head(path).map(ObjectHead::version).orElse(null);
        };
        boolean assumed = candidate.bucket() == Candidate.InBucket.AS_INDEXED;
        noteSeen(path, entry, local, assumed ? null : remote);
        PathState found = new PathState(path, entry, local, remote, assumed);
        // an extra that has changed since is no longer one
        return entry == null || !entry.isExtra() || isStillExtra(found)
                ? found
                : new PathState(path, null, local, remote, assumed);
    }

    /**
     * Counts the indexed version as seen on each side that still holds the path, even with another version: the path is
     * not missing there.
     */
    private void noteSeen(
            RelativePath path, @Nullable Entry entry, @Nullable LocalVersion local, @Nullable RemoteVersion remote) {
        if (entry != null && entry.local() != null && local != null) {
            index.seeLocal(path.value(), entry.local());
        }
        if (entry != null && entry.remote() != null && remote != null) {
            index.seeRemote(path.value(), entry.remote());
        }
    }

    /** The path state with the file's new times, if only these changed and not its content; else empty. */
    Optional<PathState> touched(PathState found) throws IOException {
        Entry entry = found.entry();
        LocalVersion local = found.local();
        if (entry == null || local == null || found.localChange() != Change.MODIFIED) {
            return Optional.empty();
        }
        if (!contents.isUnchanged(found.path(), local, entry)) {
            return Optional.empty();
        }
        Entry same = new Entry(entry.path(), local, entry.remote(), entry.sha256(), entry.standing());
        return Optional.of(new PathState(found.path(), same, local, found.remote(), found.remoteAssumed()));
    }

    /** Whether the path is as a first run left it, on the losing side alone. */
    static boolean isStillExtra(PathState found) {
        Entry entry = found.entry();
        return entry != null
                && entry.isExtra()
                && found.localChange() == (entry.local() == null ? Change.ABSENT : Change.UNCHANGED)
                && found.remoteChange() == (entry.remote() == null ? Change.ABSENT : Change.UNCHANGED);
    }
}
