package dev.caravan.transfer;

import dev.caravan.index.Entry;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.reconcile.Change;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one path: the index entry, and how both sides look now.
 *
 * @param remote the object; if only the file was looked at, the object in the index, which the request that acts on the
 *     path then confirms or disproves
 * @param remoteAssumed whether the object is only assumed to be as the index says
 */
public record PathState(
        RelativePath path,
        @Nullable Entry entry,
        @Nullable LocalVersion local,
        @Nullable RemoteVersion remote,
        boolean remoteAssumed) {
    public Change localChange() {
        return Change.between(entry == null ? null : entry.local(), local, LocalVersion::equals);
    }

    public Change remoteChange() {
        return Change.between(entry == null ? null : entry.remote(), remote, RemoteVersion::same);
    }

    /** Whether the object's content was once in step: the folder had it, and has given it up or changed it since. */
    public boolean remoteWasInStep() {
        return entry != null && entry.inStep() && remote != null && remote.same(entry.remote());
    }

    /**
     * The same state, marked as unlike: the object may be the only one with its content, so it is kept before it goes.
     */
    public PathState asUnlike() {
        Entry unlike = entry == null
                ? null
                : new Entry(path, entry.local(), entry.remote(), entry.sha256(), Entry.Standing.UNLIKE);
        return new PathState(path, unlike, local, remote, remoteAssumed);
    }

    /** The bytes of the file, or of the object if there is no file. */
    public long size() {
        return local != null ? local.size() : remote != null ? remote.size() : 0;
    }

    public Optional<LocalVersion> localVersion() {
        return Optional.ofNullable(local);
    }
}
