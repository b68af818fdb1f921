package dev.caravan.mount;

/**
 * One version of a file's content, as far as a look at its attributes can tell.
 *
 * @param size in bytes
 * @param modified mtime, in nanoseconds since the epoch
 * @param changed ctime, likewise: it moves when somebody sets mtime back; 0 on file systems without it
 * @param inode which file of its file system it is: it tells two files apart that traded places; 0 where there is none
 */
public record LocalVersion(long size, long modified, long changed, long inode) {
    /** One that no file has: whatever is there differs from it. */
    public static final LocalVersion NONE = new LocalVersion(-1, 0, 0, 0);

    /** Whether this is the same file with the same content: ctime is left out, as links and renames of ours move it. */
    public boolean sameContent(LocalVersion other) {
        return size == other.size && modified == other.modified && inode == other.inode;
    }
}
