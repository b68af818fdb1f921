package dev.caravan.config;

/** Every setting of a mount: {@code mounts.<name>.<key>}. The README and application.properties list the same. */
public enum MountKey {
    FOLDER("folder", "", "the folder, which must exist"),
    BUCKET("bucket", "", "the bucket's name, or the ARN of an access point"),
    PREFIX("prefix", "", "the directory in the bucket; empty for the whole bucket"),
    DIRECTION("direction", "upload", "upload, download or two-way"),
    INITIAL_DIRECTION(
            "initial-direction",
            "",
            "which side wins on the first run: local, s3, auto (the side with the newest modification) or merge (the newer"
                    + " version, path by path); local for an upload mount, s3 for a download mount, merge for a two-way one"),
    INITIAL_EXTRAS("initial-extras", "keep", "paths that only the losing side has on the first run: keep or trash"),
    DELETIONS("deletions", "mirror", "mirror, or keep: nothing is deleted anywhere"),
    CONFLICTS(
            "conflicts",
            "keep-both",
            "what a two-way mount does when both sides changed: keep-both, local, s3 or newer"),
    INTERVAL("interval", "60s", "the rest between the end of a pass and the start of the next"),
    LIST_INTERVAL(
            "list-interval",
            "",
            "how long a listing of the bucket stays valid; if not set, every pass lists, or one"
                    + " an hour with bucket-events"),
    BUCKET_EVENTS(
            "bucket-events",
            "",
            "the URL of the SQS queue for the bucket's events, which report changes between two lists"),
    SETTLE("settle", "100ms", "how long a file must stay unchanged before it is uploaded"),
    IGNORE(
            "ignore",
            "*.tmp, ~$*, .DS_Store, Thumbs.db, *.swp",
            "globs, separated by commas; paths that match are left alone on both sides"),
    SYMLINKS("symlinks", "skip", "skip, or follow those that stay inside the folder"),
    INDEX("index", "", "the index file; <folder>/.caravan/index.db where not set"),
    REGION("region", "", "the bucket's region; if not set, the one that the AWS SDK finds, or else us-east-1"),
    PROFILE("profile", "", "the profile in the AWS files"),
    ROLE("role", "", "the ARN of a role to assume"),
    ENDPOINT("endpoint", "", "the URL of an S3-compatible store"),
    PATH_STYLE(
            "path-style",
            "auto",
            "whether the bucket is in the path of a URL: true, false or auto (true with an endpoint)"),
    ACCESS_KEY("access-key", "", "the access key; if not set, the AWS SDK looks for credentials itself"),
    SECRET_KEY("secret-key", "", "the secret of the access key"),
    SESSION_TOKEN("session-token", "", "the session token of temporary keys"),
    KMS_KEY("kms-key", "", "the KMS key that encrypts uploaded objects"),
    STORAGE_CLASS("storage-class", "", "the storage class of uploaded objects"),
    CONDITIONAL_WRITES(
            "conditional-writes",
            "auto",
            "whether the store honours If-Match and If-None-Match: true, false or auto (the first write finds out)"),
    ETAGS("etags", "md5", "md5 where the ETag of a simple object is its MD5, as in S3; else opaque"),
    CHECKSUMS(
            "checksums",
            "auto",
            "the AWS SDK's additional checksums: when-supported, when-required or auto (when-required with an endpoint)"),
    CHUNKED_ENCODING(
            "chunked-encoding",
            "auto",
            "the AWS SDK's chunked encoding of uploads: true, false or auto (false with an endpoint)"),
    S3_CLIENT(
            "s3-client",
            "lean",
            "who writes and signs most requests: lean (Caravan itself, with the AWS SDK for whatever is not answered plainly)"
                    + " or sdk (the AWS SDK alone)"),
    DELETION_LIMIT("deletion-limit", "50%", "how much of a mount may vanish in one pass before deletions are held"),
    DELETION_LIMIT_PATHS(
            "deletion-limit-paths", "10", "how many paths may vanish in one pass, whatever the percentage"),
    DELETE_AFTER("delete-after", "0s", "how long a path must be missing before its deletion is mirrored"),
    TRASH_RETENTION("trash-retention", "30d", "how long local trash is kept"),
    TRASH_MINIMUM_AGE(
            "trash-minimum-age",
            "24h",
            "how long local trash is always kept, whatever trash-size and trash-retention say"),
    TRASH_SIZE(
            "trash-size",
            "10GB",
            "how large the local trash may grow; the oldest goes first, and deletions that do not fit are held"),
    TRASH_PREFIX("trash-prefix", "", "where copies of deleted objects go in a bucket without versions"),
    CONFLICT_COPIES(
            "conflict-copies",
            "10",
            "how many conflict copies of one path are kept, not counting those that somebody edited"),
    BANDWIDTH(
            "bandwidth",
            "unlimited",
            "the most bandwidth to use, both ways together: 10MB/s, or by time of day: 08:00-18:00 10MB/s, unlimited"),
    REQUESTS_PER_SECOND(
            "requests-per-second", "unlimited", "the most requests to send to the store: 100, or by time of day"),
    REQUEST_BUDGET(
            "request-budget",
            "unlimited",
            "the most requests that cost something that its passes may send in a day of UTC; behind it the mount waits for the next day"),
    LAG_LIMIT(
            "lag-limit",
            "none",
            "how long a change may wait to be carried over before the mount's health check is down: 15m, or none");

    private final String key;
    private final String standard;
    private final String meaning;

    MountKey(String key, String standard, String meaning) {
        this.key = key;
        this.standard = standard;
        this.meaning = meaning;
    }

    /** The last part of the key. */
    public String key() {
        return key;
    }

    /** The value where none is set; may be empty. */
    public String standard() {
        return standard;
    }

    public String meaning() {
        return meaning;
    }
}
