package dev.caravan.mount;

/** Which way a mount goes after its first run. */
public enum Direction implements ConfigWord {
    /** The bucket is made equal to the folder, for every path that the folder has or had. */
    UPLOAD,
    /** The folder is made equal to the bucket, for every path that the bucket has or had. */
    DOWNLOAD,
    /** A change on either side goes to the other. */
    TWO_WAY
}
