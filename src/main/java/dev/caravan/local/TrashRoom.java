package dev.caravan.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How much the trash may hold. What was put aside a short while ago is never removed to make room; what there is no room
 * for is not put aside, so that whoever wanted to replace or delete it cannot. Safe for several threads.
 */
public final class TrashRoom {
    private static final long UNKNOWN = -1;

    private final Trash trash;
    private final long max;
    private Instant removable = Instant.MIN;
    private long used = UNKNOWN;

    /** @param max bytes that the trash may hold */
    TrashRoom(Trash trash, long max) {
        this.trash = trash;
        this.max = max;
    }

    /** What was put aside before a time may be removed from now on, where room is needed. */
    public synchronized void mayRemoveBefore(Instant time) {
        removable = time;
    }

    /** Something was taken out of the trash: what it holds is to be found out again. */
    public synchronized void recount() {
        used = UNKNOWN;
    }

    /** Whether the trash could take so many bytes, if what is old enough made room. */
    public synchronized boolean fits(long bytes) throws IOException {
        count();
        return used + bytes <= max || used - removableBytes() + bytes <= max;
    }

    /**
     * Makes room, and counts it as taken.
     *
     * @param ignoresLimit whether a person wants it, however full the trash is
     * @throws TrashFullException where there is none
     */
    synchronized void take(long bytes, boolean ignoresLimit) throws IOException {
        count();
        if (used + bytes > max) {
            used -= removeOldest(used + bytes - max);
        }
        if (used + bytes > max && !ignoresLimit) {
            throw new TrashFullException("the trash is full: it holds " + used + " of " + max
                    + " bytes (trash-size), nothing in it is old enough to be removed (trash-minimum-age), and " + bytes
                    + " more do not fit. Nothing was done. Raise trash-size, or remove what you do not need from '"
                    + trash.directory() + "'");
        }
        used += bytes;
    }

    private void count() throws IOException {
        if (used == UNKNOWN) {
            used = 0;
            for (Trash.Found bin : trash.found()) {
                used += bin.bytes();
            }
        }
    }

    private long removableBytes() throws IOException {
        long sum = 0;
        for (Trash.Found bin : trash.found()) {
            sum += bin.time().isBefore(removable) ? bin.bytes() : 0;
        }
        return sum;
    }

    /**
     * Removes for good, file by file, the oldest first, what was put aside before a time; then, of what may go at all, as
     * much as is over the size.
     *
     * @return how many bytes were removed
     */
    public synchronized long sweep(Instant olderThan) throws IOException {
        recount();
        count();
        Instant time = olderThan.isBefore(removable) ? olderThan : removable;
        long removed = remove(time, Long.MAX_VALUE);
        removed += removeOldest(used - removed - max);
        used -= removed;
        return removed;
    }

    private long removeOldest(long bytes) throws IOException {
        return bytes <= 0 ? 0 : remove(removable, bytes);
    }

    private long remove(Instant before, long bytes) throws IOException {
        long removed = 0;
        for (Trash.Found bin : trash.found()) {
            if (!bin.time().isBefore(before) || removed >= bytes) {
                return removed;
            }
            for (Path file : filesOf(bin)) {
                if (removed < bytes) {
                    removed += size(file);
                    Files.deleteIfExists(file);
                }
            }
            bin.removeEmptyDirectories();
        }
        return removed;
    }

    private static List<Path> filesOf(Trash.Found bin) throws IOException {
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(bin.path())) {
            all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(files::add);
        }
        return files;
    }

    private static long size(Path file) throws IOException {
        try {
            return FileStat.of(file).version().size();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
