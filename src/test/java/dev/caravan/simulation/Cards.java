package dev.caravan.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Memory cards for one reader: file systems in images, mounted one after the other at the same place. They share the number of
 * the device and the inode of the root, as cards do. Where nothing can be mounted there are none.
 */
final class Cards implements AutoCloseable {
    private static final int ATTEMPTS = 10;

    private final Path place;
    private final List<Path> images;
    private int inserted = -1;

    /** @param count how many cards there are */
    Cards(Path temp, Path place, int count) throws IOException {
        this.place = place;
        Files.createDirectories(place);
        boolean root = System.getProperty("user.name").equals("root");
        List<Path> made = IntStream.range(0, root ? count : 0)
                .mapToObj(number -> temp.resolve("card" + number + ".img"))
                .filter(image -> run("truncate", "-s", "2M", image.toString())
                        && run("mkfs.ext4", "-q", "-F", "-O", "^has_journal", image.toString()))
                .toList();
        images = made.size() == count && canMount(made.get(0)) ? made : List.of();
    }

    private boolean canMount(Path image) {
        return mount(image) && run("umount", place.toString());
    }

    /** Others look for a free loop device at the same time, and may be faster. */
    private boolean mount(Path image) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (run("mount", "-o", "loop", image.toString(), place.toString())) {
                return true;
            }
        }
        return false;
    }

    boolean areThere() {
        return !images.isEmpty();
    }

    /** Which one is in the reader; below 0 where none is. */
    int inserted() {
        return inserted;
    }

    /** Takes out what is in, and puts another one in, or none where the number is below 0. */
    void insert(int number) throws IOException {
        remove();
        if (number >= 0) {
            if (!mount(images.get(number))) {
                throw new IOException("cannot mount " + images.get(number));
            }
            inserted = number;
            Files.deleteIfExists(place.resolve("lost+found"));
        }
    }

    /** Whether what is in may not be written from now on. */
    void writeProtect(boolean on) {
        if (inserted >= 0) {
            run("mount", "-o", on ? "remount,ro" : "remount,rw", place.toString());
        }
    }

    private void remove() throws IOException {
        // the child that another life has just begun holds open what this process has, until it is a program of its own
        for (int attempt = 0; inserted >= 0 && !run("umount", place.toString()); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IOException("cannot unmount " + place);
            }
        }
        inserted = -1;
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        try {
            remove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
