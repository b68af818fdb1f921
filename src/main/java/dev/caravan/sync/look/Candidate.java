package dev.caravan.sync.look;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import org.jspecify.annotations.Nullable;

/**
 * A path that may have changed. Scan, list and bucket events all yield this, and nothing more.
 *
 * @param bucket how much is known of the bucket
 * @param remote the version in the bucket, where that was looked at; null if it holds none
 * @param mayGo whether the path is missing on a side, and the guard lets it be deleted on the other
 * @param attempt how often the path was tried before
 * @param listed whether a list of this pass showed the path in the bucket
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
        /**
         * Nothing new: the bucket is assumed to hold what the index says, and the request that acts on the path checks
         * it.
         */
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
    public static Candidate fromEvent(RelativePath path) {
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

    /** The key in the idempotent repository of the list. An ETag contains no space, so that the key can be split. */
    public String etagAndPath() {
        return (remote == null ? "" : remote.etag()) + " " + path.value();
    }

    /** The next attempt, with what is known of the bucket: only what was in the way may have changed. */
    public Candidate retryAsSeen() {
        return new Candidate(path, bucket, remote, mayGo, attempt + 1, listed);
    }

    /** The next attempt, which asks the bucket what it holds. */
    public Candidate retryAskingBucket() {
        return new Candidate(path, InBucket.ASK, null, mayGo, attempt + 1, listed);
    }
}
