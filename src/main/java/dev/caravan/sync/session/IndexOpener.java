package dev.caravan.sync.session;

import dev.caravan.index.Index;
import dev.caravan.index.IndexException;
import dev.caravan.local.Folder;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.MountEvent.IndexRebuilt.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Opens the index of a mount, or creates one. Rebuilds an index that was lost, damaged or restored from a backup, and
 * reports it.
 */
final class IndexOpener {
    private final Mount mount;
    private final UserState user;
    private final Journal journal;

    IndexOpener(Mount mount, UserState user, Journal journal) {
        this.mount = mount;
        this.user = user;
        this.journal = journal;
    }

    /** Why a file cannot be an index. */
    static Optional<String> fault(Path index) {
        Path directory = index.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(index)) {
            return Optional.of("is a directory. Name a file in it, such as '" + index.resolve("caravan.db") + "'");
        }
        if (!Files.isDirectory(directory)) {
            return Optional.of(
                    "lies in '" + directory + "', which is not a directory. Create that, or correct the setting");
        }
        Path needed = Files.exists(index) ? index : directory;
        return Files.isWritable(needed)
                ? Optional.empty()
                : Optional.of("cannot be written. Allow the user '" + System.getProperty("user.name") + "' to write '"
                        + needed + "', or correct the setting");
    }

    Index open(StateDirectory state, Folder folder) throws IOException {
        Path file = mount.index().orElse(state.indexFile());
        boolean known = user.remembers(mount.folder());
        boolean lost = (!state.isNew() || known) && !Files.exists(file);
        if (lost) {
            rebuilt(Reason.MISSING, "", Optional.empty());
        }
        boolean isNew = !lost && !Files.exists(file);
        try {
            Index index = Index.open(file, folder::flush);
            if (isNew) {
                new FirstRunRecord(index).markFresh();
                return index;
            }
            return lost ? anew(index) : current(index);
        } catch (IndexException e) {
            if (!e.damaged()) {
                throw e;
            }
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
            rebuilt(Reason.DAMAGED, String.valueOf(e.getMessage()), Optional.of(aside));
            return anew(Index.open(file, folder::flush));
        }
    }

    /**
     * Starts an index anew if somebody restored it from a backup: nothing may follow from its verdicts, which were
     * carried out already, and its versions, which are gone.
     */
    private Index current(Index index) {
        if (!new IndexGeneration(index, user, mount.folder()).isOld()) {
            return index;
        }
        rebuilt(Reason.OLD, "", Optional.empty());
        index.startAnew(FirstRunRecord.lost(mount.policy().direction()));
        return index;
    }

    private void rebuilt(Reason reason, String detail, Optional<Path> aside) {
        journal.publish(new MountEvent.IndexRebuilt(reason, detail, aside));
    }

    /** Marks an index as rebuilt, so that this is no first run, whatever the settings for first runs say. */
    private Index anew(Index index) {
        new FirstRunRecord(index).markLost(mount.policy().direction());
        return index;
    }
}
