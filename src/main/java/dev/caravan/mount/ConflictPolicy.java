package dev.caravan.mount;

/** What a two-way mount does with a path that both sides changed, to different contents. */
public enum ConflictPolicy implements ConfigWord {
    /** The newer version keeps the name, the other becomes a conflict copy beside it, on both sides. */
    KEEP_BOTH,
    LOCAL,
    S3,
    NEWER
}
