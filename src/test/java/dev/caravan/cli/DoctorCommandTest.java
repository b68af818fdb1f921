package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    Path temp;

    private S3Server s3;
    private Sync sync;

    @BeforeEach
    void start() {
        s3 = S3Server.start();
        sync = Sync.of(s3, temp.resolve("folder"));
    }

    @AfterEach
    void stop() {
        sync.close();
        s3.close();
    }

    @Test
    void saysHowAMountIs() throws Exception {
        assertThat(sync.command("doctor"))
                .contains("m\n", "folder     " + temp.resolve("folder") + ": readable and writable")
                .contains("running    no", "bucket     s3://bucket/p/: reachable", "index      none")
                .contains("versions ");
        sync.write("a", "a").write("b", "b");
        sync.once();
        s3.put("p/a", "other");
        sync.once();
        assertThat(sync.command("doctor")).contains("index      2 paths in step", "trash      1 B of 1 pass");
    }

    @Test
    void aPathBehindALinkIsNotInStep() throws Exception {
        sync.write("d/a", "a").write("b", "b");
        sync.once();
        Files.move(temp.resolve("folder/d"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(temp.resolve("folder/d"), temp.resolve("elsewhere"));
        assertThat(sync.command("doctor")).contains("1 path in step, and 1 changed since the last pass");
    }

    @Test
    void saysWhatIsWrong() {
        sync.set("bucket", "missing").set("folder", temp.resolve("nowhere").toString());
        assertThat(sync.command("doctor"))
                .contains("is not a directory that can be read and written", "bucket 'missing' does not exist")
                .doesNotContain(S3Server.SECRET_KEY);
    }

    @Test
    void aMountThatNeverRanHasNothingToTell() {
        assertThat(sync.command("held")).contains("Mount 'm' has never been synchronized", "caravan run --mount m");
        assertThat(sync.command("undo", "--since", "yesterday"))
                .contains("'yesterday' is neither a duration, such as 2h, nor a time");
    }
}
