package dev.caravan.mount;

/** Which side wins where both have a path and the index knows nothing of it. */
public enum InitialDirection implements ConfigWord {
    LOCAL,
    S3,
    /** The side that holds the newest modification; decided once, before the first transfer. */
    AUTO,
    /** The newer version, path by path. */
    MERGE
}
