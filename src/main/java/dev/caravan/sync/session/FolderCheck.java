package dev.caravan.sync.session;

import dev.caravan.local.StateDirectory;
import dev.caravan.local.UserState;
import dev.caravan.mount.Direction;
import dev.caravan.mount.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Why a folder cannot be synchronized as it is, and what to do: the same words for a run and for a command. */
public final class FolderCheck {
    private FolderCheck() {}

    /** Why the folder cannot be synchronized; empty if nothing is wrong. */
    public static Optional<String> fault(Mount mount, UserState user) {
        Path folder = mount.folder();
        String key = "mounts." + mount.name() + ".folder";
        if (!Files.exists(folder)) {
            return Optional.of("folder '" + folder + "' does not exist"
                    + (user.remembers(folder)
                            ? ", although it was synchronized before. Mount its disk, or correct " + key
                            : ". Create it or correct " + key));
        }
        if (!Files.isDirectory(folder)) {
            return Optional.of("'" + folder + "' is not a directory. Correct " + key);
        }
        if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
            return Optional.of("folder '" + folder + "' is not readable. Allow the user '"
                    + System.getProperty("user.name") + "' to read it, or correct " + key);
        }
        if (!Files.isWritable(folder) && !canBeReadOnly(mount, user)) {
            return Optional.of("folder '" + folder
                    + "' is not writable, and Caravan keeps its index and its trash in it."
                    + " Allow the user '" + System.getProperty("user.name") + "' to write it, or correct " + key
                    + "; an upload mount can do without this if mounts." + mount.name() + ".index lies elsewhere");
        }
        return emptied(mount, user);
    }

    private static boolean canBeReadOnly(Mount mount, UserState user) {
        return mount.policy().direction() == Direction.UPLOAD
                && mount.index().isPresent()
                && !user.stateOf(mount.folder(), mount.index()).startsWith(mount.folder());
    }

    /**
     * Why an empty folder may be the mount point of a missing disk, if it may: a first run would begin with everything
     * gone.
     */
    private static Optional<String> emptied(Mount mount, UserState user) {
        Path folder = mount.folder();
        try {
            boolean emptied = !StateDirectory.exists(user.stateOf(folder, mount.index())) && user.isEmptied(folder);
            return emptied
                    ? Optional.of(
                            "folder '" + folder + "' is empty, although it was synchronized before, so its disk may"
                                    + " not be mounted. Nothing was done. Mount the disk; if you emptied the folder on"
                                    + " purpose, remove '" + user.record(folder) + "'")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("folder '" + folder + "' cannot be read: " + e.getMessage());
        }
    }
}
