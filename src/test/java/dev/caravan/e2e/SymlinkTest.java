package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Symbolic links: skipped unless the user wants them followed, and never written through. */
class SymlinkTest extends SyncTest {
    private Path outside;

    @BeforeEach
    void links() throws Exception {
        outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        sync.write("real/a", "a").write("real/deep/b", "b");
        link("to-file", "real/a");
        link("to-directory", "real");
        link("to-outside", outside.toString());
        link("to-outside-file", outside.resolve("secret").toString());
        link("real/deep/loop", "..");
        link("real/deep/self", "self");
        link("to-root", ".");
        link("broken", "nowhere");
    }

    private void link(String name, String target) throws Exception {
        Files.createSymbolicLink(sync.path(name), Path.of(target));
    }

    @Test
    void areSkippedAndTold() throws Exception {
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(Map.of("real/a", "a", "real/deep/b", "b"));
        assertThat(sync.command("problems"))
                .contains("to-file  left alone because it is a symbolic link", "to-outside  left", "8 problems");
    }

    @Test
    void areFollowedInsideTheFolderOnly() throws Exception {
        sync.set("symlinks", "follow");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/"))
                .isEqualTo(Map.of(
                        "real/a", "a",
                        "real/deep/b", "b",
                        "to-file", "a",
                        "to-directory/a", "a",
                        "to-directory/deep/b", "b"));
        assertThat(sync.once()).isTrue();
    }

    @Test
    void aRemovedLinkIsADeletion() throws Exception {
        sync.set("symlinks", "follow");
        sync.once();
        sync.delete("to-directory");
        sync.once();
        assertThat(s3.contents("p/")).containsOnlyKeys("real/a", "real/deep/b", "to-file");
        assertThat(sync.path("real/a")).hasContent("a");
    }

    @Test
    void nothingIsWrittenThroughThem() throws Exception {
        sync.set("symlinks", "follow");
        sync.once();
        s3.put("p/to-directory/a", "changed");
        s3.put("p/to-file", "changed");
        s3.put("p/to-directory/new", "new");
        s3.put("p/to-outside/new", "new");
        s3.put("p/to-outside-file", "new");
        sync.once();
        assertThat(sync.path("real/a")).hasContent("a");
        assertThat(sync.path("real/new")).doesNotExist();
        assertThat(outside).isDirectoryNotContaining("glob:**new");
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(sync.command("problems")).contains("to-outside/new", "to-file");
    }
}
