package dev.caravan.pass;

import dev.caravan.mount.RelativePath;
import dev.caravan.remote.RemoteVersion;
import org.jspecify.annotations.Nullable;

/**
 * A path that may have changed. Every source says this, and nothing more.
 *
 * @param remoteSeen whether the bucket was looked at: then {@code remote} is what is there, or null where nothing is
 * @param attempt how often it was tried before
 */
public record Seen(
        RelativePath path, boolean remoteSeen, @Nullable RemoteVersion remote, int attempt) {
    /** The file at this path changed, or is gone. */
    public static Seen locally(RelativePath path) {
        return new Seen(path, false, null, 0);
    }

    /** The bucket holds this version. */
    public static Seen remotely(RelativePath path, RemoteVersion version) {
        return new Seen(path, true, version, 0);
    }

    /** The bucket does not hold this path any more. */
    public static Seen goneRemotely(RelativePath path) {
        return new Seen(path, true, null, 0);
    }

    /** What the idempotent repository of the list is keyed on. An ETag holds no space. */
    public String etagAndPath() {
        return (remote == null ? "" : remote.etag()) + " " + path.value();
    }

    /** To be tried once more, although nothing changed on either side: what was in the way may be gone. */
    Seen onceMore() {
        return new Seen(path, remoteSeen, remote, attempt + 1);
    }

    /** To be tried once more; the bucket is then asked what it holds. */
    Seen again() {
        return new Seen(path, false, null, attempt + 1);
    }
}
