package dev.caravan.config;

import dev.caravan.mount.Direction;
import dev.caravan.mount.Endpoints;
import dev.caravan.mount.Mount;
import dev.caravan.mount.PathRules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Mounts that would take each other's files or objects for changes: nothing good comes of them, so they are refused. */
final class Neighbours {
    private final List<Mount> mounts;
    private final SettingsCollector lookup;

    Neighbours(List<Mount> mounts, SettingsCollector lookup) {
        this.mounts = mounts;
        this.lookup = lookup;
    }

    void check() {
        for (int i = 0; i < mounts.size(); i++) {
            Mount one = mounts.get(i);
            checkIndex(one, one);
            for (int j = 0; j < i; j++) {
                Mount other = mounts.get(j);
                checkFolders(one, other);
                checkPrefixes(one, other);
                checkTrash(one, other);
                checkTrash(other, one);
                checkIndex(one, other);
                checkIndex(other, one);
                if (!one.folder().equals(other.folder()) && index(one).equals(index(other))) {
                    lookup.fault(key(one, "index") + " = '" + index(one) + "' is the index of mount '" + other.name()
                            + "' already: give each mount an index of its own");
                }
            }
        }
    }

    private static Path index(Mount mount) {
        Path index =
                mount.index().orElse(mount.folder().resolve(PathRules.RESERVED).resolve("index.db"));
        Path parent = index.getParent();
        return parent == null ? index : real(parent).resolve(String.valueOf(index.getFileName()));
    }

    private void checkFolders(Mount one, Mount other) {
        Path folder = real(one.folder());
        Path others = real(other.folder());
        if (folder.equals(others)) {
            lookup.fault(key(one, "folder") + " = '" + one.folder() + "' is the folder of mount '" + other.name()
                    + "' already: give each mount a folder of its own");
        } else if (folder.startsWith(others) || others.startsWith(folder)) {
            lookup.fault(key(one, "folder") + " = '" + one.folder() + "' and " + key(other, "folder") + " = '"
                    + other.folder() + "' are nested: mounts '" + one.name() + "' and '" + other.name()
                    + "' would take each other's files for changes. Give each mount a folder of its own");
        }
    }

    private void checkPrefixes(Mount one, Mount other) {
        boolean bothWrite = writes(one) && writes(other);
        if (bothWrite && sameBucket(one, other) && overlap(one, other)) {
            lookup.fault(
                    key(one, "prefix") + " = '" + one.location().prefix() + "' and " + key(other, "prefix") + " = '"
                            + other.location().prefix() + "' overlap in bucket '"
                            + one.location().bucket() + "': mounts '"
                            + one.name() + "' and '" + other.name()
                            + "' would both write there. Give each mount a prefix of its own");
        }
    }

    private static boolean writes(Mount mount) {
        return mount.policy().direction() != Direction.DOWNLOAD;
    }

    private static boolean overlap(Mount one, Mount other) {
        String prefix = one.location().prefix();
        String others = other.location().prefix();
        return prefix.startsWith(others) || others.startsWith(prefix);
    }

    private static boolean sameBucket(Mount one, Mount other) {
        return one.location().bucket().equals(other.location().bucket())
                && endpoint(one).equals(endpoint(other));
    }

    private static String endpoint(Mount mount) {
        return mount.store()
                .endpoint()
                .map(URI::toString)
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3")))
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
                .map(Endpoints::plain)
                .orElse("");
    }

    /** Copies of objects that are kept in the bucket must not come to another mount as its own. */
    private void checkTrash(Mount one, Mount other) {
        boolean inside = one.deletionSafety()
                .trashPrefix()
                .map(trash -> (trash + "/").startsWith(other.location().prefix()))
                .orElse(false);
        if (inside && sameBucket(one, other)) {
            lookup.fault(key(one, "trash-prefix") + " = '"
                    + one.deletionSafety().trashPrefix().orElse("") + "' lies in the prefix of"
                    + " mount '" + other.name() + "', which would take what mount '" + one.name()
                    + "' puts there for its own: choose another one");
        }
    }

    /** An index that is synchronized changes with each pass. */
    private void checkIndex(Mount one, Mount other) {
        Path index = one.index().map(any -> index(one)).orElse(null);
        Path folder = real(other.folder());
        if (index != null
                && index.startsWith(folder)
                && !folder.relativize(index).startsWith(PathRules.RESERVED)) {
            lookup.fault(key(one, "index") + " = '" + index + "' lies in the folder of mount '" + other.name()
                    + "' and would be synchronized with it: put it elsewhere");
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder;
        }
    }

    private static String key(Mount mount, String key) {
        return "mounts." + mount.name() + "." + key;
    }
}
