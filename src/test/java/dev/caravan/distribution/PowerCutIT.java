package dev.caravan.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The folder, its trash and its index on a file system in an image, which is copied at a random moment as the block device
 * stands, and mounted again: as after a power cut. What was on the disk before, and what was said to be done, is there.
 */
@Tag("search")
class PowerCutIT {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("caravan.search.seconds", 180) / 3);
    private static final int FILES = 60;

    @TempDir
    Path temp;

    private S3Server s3;

    @AfterEach
    void stop() {
        s3.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void whatWasOnTheDiskIsThere(String fileSystem) throws Exception {
        long end = System.nanoTime() + TIME.toNanos();
        int cuts = 0;
        while (System.nanoTime() < end) {
            long seed = System.nanoTime();
            cut(fileSystem, seed, cuts++);
        }
        System.out.println("cut the power " + cuts + " times, " + fileSystem);
        assertThat(cuts).isPositive();
    }

    private void cut(String fileSystem, long seed, int number) throws Exception {
        Random random = new Random(seed);
        if (s3 != null) {
            s3.close();
        }
        s3 = S3Server.start();
        Path image = temp.resolve("image" + number);
        Path disk = Files.createDirectory(temp.resolve("disk" + number));
        Program.execute("truncate", "-s", fileSystem.equals("xfs") ? "320M" : "64M", image.toString());
        Program.execute("mkfs." + fileSystem, "-q", image.toString());
        mount(image, disk);
        Path folder = Files.createDirectory(disk.resolve("folder"));
        Program program = new Program(s3, folder, temp.resolve("log"));
        Set<String> wanted = new HashSet<>();
        try {
            prepare(folder, program, wanted);
            Program.execute("sync", "-f", folder.toString());
            Process running = program.start(java.util.List.of());
            running.waitFor(800 + random.nextInt(2_000), TimeUnit.MILLISECONDS);
            Program.execute("cp", "--sparse=always", image.toString(), image + ".cut");
            running.destroyForcibly().waitFor();
        } finally {
            Program.execute("umount", disk.toString());
        }
        mount(Path.of(image + ".cut"), disk);
        try {
            String story = fileSystem + ", seed " + seed + "\n" + program.log();
            assertThat(program.contents()).as(story).containsAll(wanted);
            for (int pass = 0; pass < 2; pass++) {
                program.once();
            }
            assertThat(program.contents()).as(story + program.log()).containsAll(wanted);
        } finally {
            Program.execute("umount", disk.toString());
            Files.delete(image);
            Files.delete(Path.of(image + ".cut"));
        }
    }

    /** Files that were edited here and there, so that the older one has to be set aside; and some that were replaced there. */
    private void prepare(Path folder, Program program, Set<String> wanted) throws Exception {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(folder.resolve("f" + i), "old " + i);
        }
        program.once();
        for (int i = 0; i < FILES; i++) {
            Path file = folder.resolve("f" + i);
            if (i % 2 == 0) {
                Files.writeString(file, "here " + i);
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
                wanted.add("here " + i);
            }
            s3.memory().swap(S3Server.BUCKET, "f" + i, "there " + i);
            wanted.add("there " + i);
        }
    }

    private static void mount(Path image, Path disk) throws Exception {
        Program.execute("mount", "-o", "loop", image.toString(), disk.toString());
    }
}
