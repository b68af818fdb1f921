package dev.caravan.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock on a folder: one Caravan at a time. The operating system lets go of a process's lock as soon as any channel on
 * its file is closed, so the file of a lock that this process holds is never opened again.
 */
final class FolderLock implements Closeable {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Set<Object> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final FileChannel file;
    private final Object key;

    private FolderLock(FileChannel file, Object key) {
        this.file = file;
        this.key = key;
    }

    /** @throws LockedException where a process, maybe this one, has it */
    static FolderLock take(Path path) throws IOException {
        StateDirectory.createPrivateFile(path);
        Object key = key(path);
        if (!HELD_HERE.add(key)) {
            throw new LockedException(owner());
        }
        try {
            return new FolderLock(locked(path), key);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(key);
            throw e;
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        try {
            if (!lockSoon(channel)) {
                throw new LockedException(Files.readString(path).strip());
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(owner() + "\n"));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Tries for a moment: a command that asks whether somebody has the lock takes it for that. */
    private static boolean lockSoon(FileChannel channel) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean locked = lock(channel);
        while (!locked && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            locked = lock(channel);
        }
        return locked;
    }

    /** Whether a process, maybe this one, has the lock. */
    static boolean isTaken(Path path) throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        if (HELD_HERE.contains(key(path))) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            return !lock(channel);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The file itself where the system tells, as it may have several names. */
    private static Object key(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path.toRealPath() : key;
    }

    private static String owner() {
        return "process " + ProcessHandle.current().pid();
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            HELD_HERE.remove(key);
        }
    }
}
