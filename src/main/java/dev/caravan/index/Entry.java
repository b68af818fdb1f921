package dev.caravan.index;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import org.jspecify.annotations.Nullable;

/**
 * What is known to be settled of one path: both sides in step, or one side left as it is on purpose.
 *
 * @param local null where the folder has no such file, and that is as it should be
 * @param remote null where the bucket has no such object, and that is as it should be
 * @param sha256 of the content, as it is recorded in an object's metadata, where the ETag cannot prove it; else null
 */
public record Entry(
        RelativePath path,
        @Nullable LocalVersion local,
        @Nullable RemoteVersion remote,
        @Nullable String sha256,
        Standing standing) {
    /** How the two sides of a path stand to each other. */
    public enum Standing {
        /** As the direction of the mount wants it. */
        SETTLED,
        /** Not alike, and a person wanted it so: after an undo, or a rejected deletion. Either content may be the only one. */
        UNLIKE,
        /** On the losing side of a first run alone. It goes from there once the guard agrees. */
        EXTRA
    }

    public Entry(
            RelativePath path, @Nullable LocalVersion local, @Nullable RemoteVersion remote, @Nullable String sha256) {
        this(path, local, remote, sha256, Standing.SETTLED);
    }

    /** Two sides that a person wants to be unlike. */
    public static Entry unlike(RelativePath path, @Nullable LocalVersion local, @Nullable RemoteVersion remote) {
        return new Entry(path, local, remote, null, Standing.UNLIKE);
    }

    /** Whether both sides hold the path, with the same content. */
    public boolean inStep() {
        return both() && standing == Standing.SETTLED;
    }

    /** Whether both sides hold the path. */
    public boolean both() {
        return local != null && remote != null;
    }

    /**
     * An object that is ours, and that does not hold what the file held: whatever the file is now, it is to be sent again.
     */
    public static Entry unsent(RelativePath path, @Nullable RemoteVersion remote) {
        return new Entry(path, LocalVersion.NONE, remote, null);
    }

    public boolean isUnsent() {
        return LocalVersion.NONE.equals(local);
    }

    public boolean isExtra() {
        return standing == Standing.EXTRA;
    }
}
