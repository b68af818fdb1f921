package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that other tools stumble over. */
class NamesTest extends SyncTest {
    private static final String[] ODD = {
        "a b/c d.txt",
        "ümläut/日本語.txt",
        "\ud83d\ude00.txt",
        "new\nline.txt",
        "tab\tand\u0019control",
        "+plus %25 #hash ?question &and",
        "${bean:x} and ${header.CamelFileName}",
        "{{placeholder}}",
        "RAW(x)",
        "back\\slash",
        "'quote\"",
        "<xml>&amp;",
        "...",
        "-dash",
        ".hidden/.file",
        "trailing dot.",
        " leading space",
        "e\u0301 is not \u00e9",
        "\u00e9 is not e\u0301",
        "\uffee",
        "a=b;c,d@e:f!",
        "~tilde",
        "*star",
        "[x]",
        "x".repeat(255),
        "ü".repeat(127),
        "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t",
        "zero"
    };

    private static Map<String, String> oddContents() {
        Map<String, String> contents = new TreeMap<>();
        for (String name : ODD) {
            contents.put(name, name.equals("zero") ? "" : "content of " + name);
        }
        return contents;
    }

    @Test
    @Tag("camel")
    void arriveInTheBucket() throws Exception {
        for (Map.Entry<String, String> each : oddContents().entrySet()) {
            sync.write(each.getKey(), each.getValue());
        }
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(oddContents());
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).containsOnlyKeys("LIST");
        for (String name : ODD) {
            if (!name.equals("zero")) {
                sync.delete(name);
            }
        }
        sync.set("deletion-limit", "100%");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).containsOnlyKeys("zero");
    }

    @Test
    void arriveInTheFolder() throws Exception {
        oddContents().forEach((name, content) -> s3.put("p/" + name, content));
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEqualTo(oddContents());
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).containsOnlyKeys("LIST");
        oddContents().keySet().stream().filter(name -> !name.equals("zero")).forEach(name -> s3.delete("p/" + name));
        sync.set("deletion-limit", "100%");
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).containsOnlyKeys("zero");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../escape",
                "a/../../escape",
                "..",
                "a/..",
                "./x",
                "a/./b",
                "/absolute",
                "a//b",
                "nul\0byte",
                ".caravan/index.db",
                "sub/.caravan/x"
            })
    void thatCannotBeFilesAreLeftAloneAndStopNothing(String key) throws Exception {
        s3.put("p/good", "good");
        s3.memory().plant("bucket", "p/" + key, "bad");
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("good", "good"));
        assertThat(s3.keys()).hasSize(2);
        try (var beside = java.nio.file.Files.list(temp)) {
            assertThat(beside).containsExactly(temp.resolve("folder"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"together", "file first", "directory first"})
    void aKeyBesideKeysBelowItIsReportedAndStaysInTheBucket(String order) throws Exception {
        s3.put(order.equals("directory first") ? "p/a/b" : "p/a", order.equals("directory first") ? "below" : "file");
        if (!order.equals("together")) {
            assertThat(sync.once()).isTrue();
        }
        s3.put("p/a", "file");
        s3.put("p/a/b", "below");
        for (int i = 0; i < 3; i++) {
            assertThat(sync.once()).isTrue();
        }
        assertThat(sync.files()).isEqualTo(Map.of("a/b", "below"));
        assertThat(s3.contents("p/")).isEqualTo(Map.of("a", "file", "a/b", "below"));
    }

    @Test
    void aPrefixIsADirectory() throws Exception {
        s3.put("a/b/in", "in");
        s3.put("a/bc", "out");
        s3.put("a/b", "out");
        assertThat(sync.set("prefix", "a/b").once()).isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("in", "in"));
        sync.write("new", "new");
        assertThat(sync.once()).isTrue();
        assertThat(s3.keys()).containsExactlyInAnyOrder("a/b", "a/b/in", "a/b/new", "a/bc");
    }

    @Test
    void areTheSameForTheWholeBucket() throws Exception {
        s3.put("top", "t");
        s3.put("d/e", "e");
        sync.write("mine", "m");
        assertThat(sync.set("prefix", "").once()).isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("top", "t", "d/e", "e", "mine", "m"));
        assertThat(s3.contents("")).isEqualTo(sync.files());
    }

    @Test
    void symbolicLinksAreSkipped() throws Exception {
        java.nio.file.Files.createDirectories(temp.resolve("outside"));
        java.nio.file.Files.writeString(temp.resolve("outside/secret"), "s");
        sync.write("a", "a");
        java.nio.file.Files.createSymbolicLink(sync.path("link"), temp.resolve("outside/secret"));
        java.nio.file.Files.createSymbolicLink(sync.path("dir"), temp.resolve("outside"));
        java.nio.file.Files.createSymbolicLink(sync.path("loop"), sync.path("."));
        s3.put("p/dir/x", "must not be written through");
        assertThat(sync.once()).isTrue();
        assertThat(s3.keys()).containsExactlyInAnyOrder("p/a", "p/dir/x");
        assertThat(temp.resolve("outside/x")).doesNotExist();
    }
}
