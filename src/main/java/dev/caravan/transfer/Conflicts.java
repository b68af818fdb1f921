package dev.caravan.transfer;

import dev.caravan.local.ConflictCopies;
import dev.caravan.local.ConflictNames;
import dev.caravan.local.Folder;
import dev.caravan.local.TrashBins;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.status.Journal;
import dev.caravan.status.PathEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps both versions of a path: the newer one under its name, the other one beside it as a conflict copy. */
public final class Conflicts {
    private final Folder folder;
    private final Contents contents;
    private final Downloads downloads;
    private final ConflictNames names;
    private final ConflictCopies copies;
    private final TrashBins bins;
    private final Journal journal;
    private final Consumer<RelativePath> made;
    private final Clock clock;

    /** @param made is told of each copy, as a new file that must be looked at */
    public Conflicts(
            Folder folder,
            Contents contents,
            Downloads downloads,
            ConflictNames names,
            ConflictCopies copies,
            TrashBins bins,
            Journal journal,
            Consumer<RelativePath> made,
            Clock clock) {
        this.folder = folder;
        this.contents = contents;
        this.downloads = downloads;
        this.names = names;
        this.copies = copies;
        this.bins = bins;
        this.journal = journal;
        this.made = made;
        this.clock = clock;
    }

    /**
     * Keeps the older version as a conflict copy. A path that is a conflict copy itself gets none: its newer version
     * wins.
     */
    public Decision setAside(PathState pathState) throws IOException {
        boolean localWins = contents.localIsNewer(pathState);
        Action next = localWins ? Action.UPLOAD : Action.DOWNLOAD;
        if (ConflictNames.isCopy(pathState.path())) {
            return new Decision(pathState, next);
        }
        return new Decision(localWins ? setRemoteAside(pathState) : setLocalAside(pathState), next);
    }

    private PathState setLocalAside(PathState pathState) throws IOException {
        LocalVersion local = pathState.localVersion().orElseThrow();
        Instant modified = Instant.ofEpochSecond(0, local.modified());
        // check first: if the object cannot be put in place, the file must keep its name
        folder.checkPlace(pathState.path());
        int number = 1;
        while (folder.look(names.of(pathState.path(), modified, number)).isPresent()) {
            number++;
        }
        RelativePath copy = names.of(pathState.path(), modified, number);
        folder.rename(pathState.path(), copy, local);
        report(pathState.path(), copy, Side.LOCAL);
        return new PathState(pathState.path(), pathState.entry(), null, pathState.remote(), pathState.remoteAssumed());
    }

    /** The copy may be there already: an earlier attempt made it, and failed afterwards. */
    private PathState setRemoteAside(PathState pathState) throws IOException {
        Instant modified = pathState.remote() == null
                ? clock.instant()
                : pathState.remote().modified();
        int number = 1;
        RelativePath copy = names.of(pathState.path(), modified, number);
        Optional<LocalVersion> there = folder.look(copy);
        while (there.isPresent()) {
            // without other proof the object is read, as it would be for another copy
            if (contents.isIn(copy, there.get(), pathState) || contents.sameBytes(copy, there.get(), pathState)) {
                return pathState;
            }
            number++;
            copy = names.of(pathState.path(), modified, number);
            there = folder.look(copy);
        }
        downloads.receiveAs(pathState, copy, bins.local());
        report(pathState.path(), copy, Side.REMOTE);
        return pathState;
    }

    private void report(RelativePath path, RelativePath copy, Side older) throws IOException {
        journal.publish(new PathEvent.ConflictKept(path, copy, older));
        made.accept(copy);
        copies.limit(path, bins.local())
                .forEach((old, where) -> journal.publish(new PathEvent.SetAside(old, Side.LOCAL, where.toString())));
    }
}
