package dev.caravan.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is mounted inside of the folder, and is gone, or another one, in the next pass. Mounting needs root. */
class NestedDiskIT {
    private static final int FILES = 40;

    @TempDir
    Path temp;

    private final S3Server s3 = S3Server.start();
    private Path folder;
    private Path disk;
    private Program program;

    @BeforeEach
    void mountADisk() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount");
        folder = Files.createDirectory(temp.resolve("folder"));
        disk = Files.createDirectory(folder.resolve("disk"));
        program = new Program(s3, folder, temp.resolve("log"));
        for (int i = 0; i < 60; i++) {
            Files.writeString(folder.resolve("f" + i), "file " + i);
        }
    }

    @AfterEach
    void stop() throws Exception {
        new ProcessBuilder("umount", disk.toString()).start().waitFor();
        s3.close();
    }

    private void tmpfs() throws Exception {
        Program.execute("mount", "-t", "tmpfs", "tmpfs", disk.toString());
    }

    private void fill(String what) throws Exception {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(disk.resolve("d" + i), what + " " + i);
        }
    }

    private void inStep() throws Exception {
        assertThat(program.once()).as(program.log()).isZero();
        assertThat(program.once()).as(program.log()).isZero();
        assertThat(s3.keys()).hasSize(60 + FILES);
    }

    private Map<String, String> ofTheDisk() {
        Map<String, String> all = new HashMap<>(s3.memory().contents(S3Server.BUCKET));
        all.keySet().removeIf(key -> !key.startsWith("disk/d"));
        return all;
    }

    @Test
    void oneThatIsGoneLosesNothing() throws Exception {
        tmpfs();
        fill("good");
        inStep();
        Program.execute("umount", disk.toString());
        assertThat(program.once()).as(program.log()).isEqualTo(4);
        assertThat(ofTheDisk()).hasSize(FILES);
    }

    @Test
    void aMountedFileThatIsGoneLosesNothing() throws Exception {
        Path mounted = folder.resolve("mounted");
        Files.writeString(mounted, "");
        Path source = temp.resolve("source");
        Files.writeString(source, "what was mounted");
        Program.execute("mount", "--bind", source.toString(), mounted.toString());
        try {
            assertThat(program.once()).as(program.log()).isZero();
            assertThat(s3.content("mounted")).isEqualTo("what was mounted");
        } finally {
            Program.execute("umount", mounted.toString());
        }
        Files.delete(source);
        program.once();
        program.once();
        assertThat(program.contents()).as(program.log()).contains("what was mounted");
    }

    @Test
    void anotherOneInItsPlaceLosesNothing() throws Exception {
        tmpfs();
        fill("good");
        inStep();
        Program.execute("umount", disk.toString());
        program.once();
        tmpfs();
        assertThat(program.once()).as(program.log()).isEqualTo(4);
        assertThat(ofTheDisk()).hasSize(FILES);
    }

    @Test
    void oldFilesBelowItsPlaceReplaceNothing() throws Exception {
        fill("old and stale");
        tmpfs();
        fill("good");
        inStep();
        Program.execute("umount", disk.toString());
        program.once();
        assertThat(ofTheDisk().values()).hasSize(FILES).allMatch(content -> content.startsWith("good"));
    }

    @Test
    void aBoundDirectoryThatIsGoneLosesNothing() throws Exception {
        Files.writeString(disk.resolve("NOT-MOUNTED"), "nothing is mounted here");
        Path source = Files.createDirectory(temp.resolve("source"));
        Program.execute("mount", "--bind", source.toString(), disk.toString());
        fill("good");
        inStep();
        Program.execute("umount", disk.toString());
        assertThat(program.once()).as(program.log()).isEqualTo(4);
        assertThat(ofTheDisk()).hasSize(FILES);
    }
}
