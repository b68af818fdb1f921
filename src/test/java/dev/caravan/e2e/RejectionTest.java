package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deletion that a person rejected is never carried out, whatever keeps the path from coming back. */
class RejectionTest {
    @TempDir
    Path temp;

    private S3Server s3;
    private Sync sync;

    @BeforeEach
    void start() throws Exception {
        s3 = S3Server.start();
        sync = Sync.of(s3, temp.resolve("folder"))
                .impatient()
                .set("settle", "1ms")
                .set("deletion-limit-paths", "0")
                .write("always", "always")
                .write("sub/a", "a")
                .write("sub/b", "b")
                .write("sub/c", "c");
        assertThat(sync.once()).isTrue();
    }

    @AfterEach
    void stop() {
        sync.close();
        s3.close();
    }

    @Test
    void outlivesSomethingInTheWay() throws Exception {
        sync.delete("sub/a");
        sync.delete("sub/b");
        sync.delete("sub/c");
        sync.once();
        assertThat(sync.command("held")).contains("3 deletions held");
        Files.createSymbolicLink(sync.path("sub/a"), Path.of("nowhere"));
        sync.command("reject");
        sync.once();
        sync.once();
        Files.delete(sync.path("sub/a"));
        sync.once();
        sync.once();
        assertThat(sync.files()).containsEntry("sub/a", "a").containsEntry("sub/b", "b");
        assertThat(s3.contents("p/")).containsEntry("sub/a", "a");
    }

    @Test
    void outlivesATouch() throws Exception {
        s3.delete("p/sub/a");
        s3.delete("p/sub/b");
        s3.delete("p/sub/c");
        sync.once();
        sync.command("reject");
        Files.setLastModifiedTime(sync.path("sub/a"), FileTime.from(Instant.now()));
        sync.once();
        assertThat(sync.files()).containsEntry("sub/a", "a");
        assertThat(s3.contents("p/")).containsEntry("sub/a", "a").containsEntry("sub/b", "b");
    }

    @Test
    void bringsBackIntoANewDirectory() throws Exception {
        Files.move(sync.path("sub"), temp.resolve("away"));
        Files.createDirectory(sync.path("sub"));
        sync.once();
        assertThat(sync.command("held")).contains("3 deletions held");
        sync.command("reject");
        sync.once();
        sync.once();
        assertThat(sync.files()).containsEntry("sub/a", "a");
        assertThat(s3.contents("p/")).containsEntry("sub/c", "c");
    }

    @Test
    void anUndoThatGoesFurtherBackIsAskedWhileAnotherIsOpen() throws Exception {
        sync.set("trash-prefix", ".trash").write("sub/a", "a, once more");
        sync.once();
        sync.write("sub/a", "a, and again");
        sync.once();
        sync.command("undo");
        s3.faults().fail("HEAD", 403, 20);
        sync.once();
        s3.faults().heal();
        sync.command("undo", "--since", "1h");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("sub/a", "a");
    }

    @Test
    void whatAnUndoCouldNotDoStaysOpenWhenAnotherIsAsked() throws Exception {
        s3.delete("p/sub/a");
        sync.once();
        sync.write("sub/a/file", "in the way");
        sync.command("undo");
        sync.once();
        s3.delete("p/sub/b");
        sync.once();
        sync.command("undo");
        sync.once();
        assertThat(sync.files()).containsEntry("sub/b", "b");
        sync.delete("sub/a/file");
        Files.delete(sync.path("sub/a"));
        sync.once();
        assertThat(sync.files()).containsEntry("sub/a", "a");
    }
}
