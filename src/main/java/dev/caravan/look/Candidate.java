package dev.caravan.look;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import org.jspecify.annotations.Nullable;

/**
 * A path that may have changed. Every source says this, and nothing more.
 *
 * @param bucket what is known of the other side
 * @param remote what the bucket holds, where it was looked at; null where nothing is there
 * @param mayGo whether the path is missing on a side, and the guard lets it be deleted on the other
 * @param attempt how often it was tried before
 * @param listed whether a list of this pass showed that the bucket has it
 */
public record Candidate(
        RelativePath path,
        InBucket bucket,
        @Nullable RemoteVersion remote,
        boolean mayGo,
        int attempt,
        boolean listed) {
    /** What is known of the bucket. */
    public enum InBucket {
        /** Nothing new: it is taken to hold what the index says, and the request that acts on it carries the proof. */
        AS_INDEXED,
        /** It was looked at. */
        SEEN,
        /** It is to be asked. */
        ASK
    }

    /** The file at this path changed. */
    public static Candidate locally(RelativePath path) {
        return new Candidate(path, InBucket.AS_INDEXED, null, false, 0, false);
    }

    /** The bucket holds this version. */
    public static Candidate remotely(RelativePath path, RemoteVersion version) {
        return new Candidate(path, InBucket.SEEN, version, false, 0, true);
    }

    /** The bucket may hold another version: somebody said so. */
    public static Candidate told(RelativePath path) {
        return new Candidate(path, InBucket.ASK, null, false, 0, false);
    }

    /** The folder does not hold this path any more. */
    public static Candidate goneLocally(RelativePath path) {
        return new Candidate(path, InBucket.AS_INDEXED, null, true, 0, false);
    }

    /** The bucket does not hold this path any more. */
    public static Candidate goneRemotely(RelativePath path) {
        return new Candidate(path, InBucket.SEEN, null, true, 0, false);
    }

    /** What the idempotent repository of the list is keyed on. An ETag holds no space. */
    public String etagAndPath() {
        return (remote == null ? "" : remote.etag()) + " " + path.value();
    }

    /** To be tried once more, although nothing changed on either side: what was in the way may be gone. */
    public Candidate onceMore() {
        return new Candidate(path, bucket, remote, mayGo, attempt + 1, listed);
    }

    /** To be tried once more; the bucket is then asked what it holds. */
    public Candidate again() {
        return new Candidate(path, InBucket.ASK, null, mayGo, attempt + 1, listed);
    }
}
