package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.cli.CaravanCommand;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan why}, of paths in every state. */
class WhyTest {
    @TempDir
    private Path temp;

    private S3Server s3;
    private Sync sync;

    @BeforeEach
    void open() {
        s3 = S3Server.start();
        sync = Sync.of(s3, temp.resolve("folder"));
    }

    @AfterEach
    void close() {
        sync.close();
        s3.close();
    }

    private String why(String path) {
        return sync.command("why", path);
    }

    @Test
    void tellsOfTwoSidesThatDiffer() throws Exception {
        sync.write("same", "a")
                .write("edited", "a")
                .write("there", "a")
                .write("both", "a")
                .write("gone", "a");
        for (int i = 0; i < 10; i++) {
            sync.write("more/" + i, "a");
        }
        sync.set("ignore", "*.tmp, secret/").once();
        sync.write("edited", "edited")
                .write("both", "mine")
                .write("new", "new")
                .write("a.tmp", "a")
                .write("secret/a", "a");
        sync.delete("gone");
        s3.put("p/there", "changed there");
        s3.put("p/both", "theirs");
        s3.put("p/newer", "newer");
        Files.createSymbolicLink(sync.path("link"), Path.of("nowhere"));
        assertThat(why("same"))
                .contains("index    in step", "next     nothing: it is in step")
                .contains("folder   1 B, modified");
        assertThat(why("edited")).contains("next     upload: changed in the folder");
        assertThat(why("there")).contains("next     download: changed in S3").contains("S3       13 B, ETag");
        assertThat(why("both")).contains("next     conflict: changed in the folder, changed in S3");
        assertThat(why("gone")).contains("next     delete-remote: gone from the folder", "folder   nothing");
        assertThat(why("new")).contains("index    nothing", "next     upload: new in the folder");
        assertThat(why("newer")).contains("next     download: new in S3");
        assertThat(why("a.tmp")).contains("ignored  by the pattern '*.tmp' of mounts.m.ignore", "never deleted");
        assertThat(why("secret/a")).contains("ignored  by the pattern 'secret/' of mounts.m.ignore");
        assertThat(why(".caravan/index.db")).contains("lies in '.caravan', which Caravan keeps for itself");
        assertThat(why("link"))
                .contains("folder   a symbolic link", "next     nothing: left alone because it is a symbolic link");
        assertThat(why("more")).contains("folder   a directory", "ask about one of these");
        assertThat(why("more/")).contains("folder   a directory");
        assertThat(why("/etc/passwd")).contains("'/etc/passwd' is not below the folder");
        assertThat(why("nowhere/at/all")).contains("next     nothing: neither side holds it");
        assertThat(why("../etc/passwd")).contains("has a '..' segment").doesNotContain("root");
        assertThat(why("a//b")).contains("has an empty segment");
        assertThat(why(sync.path("edited").toString())).startsWith("edited of mount m");
    }

    @Test
    void tellsWhatIsHeldAndHowToDecide() throws Exception {
        sync.write("a", "a").write("b", "b").once();
        sync.delete("a");
        sync.delete("b");
        assertThat(why("a")).contains("its deletion in S3 would be held because", "let a pass hold it, then decide: ");
        sync.once();
        assertThat(why("a"))
                .contains("next     nothing yet: its deletion in S3 is held because the folder has become empty")
                .contains("approve m a")
                .contains("reject m a");
        sync.command("held");
        sync.command("reject", "a");
        assertThat(why("a")).contains("next     download: gone from the folder");
    }

    /** What is suggested can be pasted into a shell, whoever named the object. */
    @Test
    void quotesWhatItSuggests() throws Exception {
        List<String> names = List.of("it's $(reboot)", "-r.log", "esc\u001b[31m");
        for (String name : names) {
            sync.write(name, "a");
        }
        sync.once();
        for (String name : names) {
            sync.delete(name);
        }
        sync.once();
        sync.command("held");
        assertThat(sync.command("why", "it's $(reboot)")).contains("approve m 'it'\\''s $(reboot)'");
        JsonObject json = (JsonObject) Jsoner.deserialize(sync.command("why", "esc\u001b[31m", "--json"));
        assertThat(json.getString("do")).doesNotContain("\u001b").contains("with its path");
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        List<String> line = new ArrayList<>(List.of(sync.commandLine("why", "m")));
        line.addAll(List.of("--", "-r.log"));
        CaravanCommand.execute(writer, writer, line.toArray(String[]::new));
        assertThat(said.toString()).contains("approve m '[-]r.log'");
        assertThat(sync.command("approve", "[-]r.log")).contains("1 deletion approved");
    }

    @Test
    void tellsWhatWasDoneLastAndWhatFailedSince() throws Exception {
        sync.write("a", "a").once();
        assertThat(why("a")).containsPattern("last     20\\d\\d-\\d\\d-\\d\\dT[\\d:]+Z uploaded a \\(1 B");
        assertThat(why("a")).doesNotContain("  error ");
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT")) {
                throw S3Exceptions.fromStatusCode(403);
            }
        });
        sync.write("a", "changed").once();
        assertThat(why("a"))
                .containsPattern("error    20\\d\\d-\\d\\d-\\d\\dT[\\d:]+Z cannot synchronize a: access denied")
                .contains("uploaded a (1 B")
                .contains("next     upload: changed in the folder");
        s3.faults().heal();
        sync.once();
        assertThat(why("a")).contains("uploaded a (7 B").doesNotContain("  error ");
    }

    @Test
    void tellsTheFileAndTheLineOfAPattern() throws Exception {
        Path file = temp.resolve("my.properties");
        Files.writeString(
                file,
                "# a comment\nmounts.m.folder = " + temp.resolve("folder") + "\nmounts.m.bucket = bucket\n"
                        + "mounts.m.endpoint = " + s3.endpoint()
                        + "\nmounts.m.access-key = " + S3Server.ACCESS_KEY + "\nmounts.m.secret-key = "
                        + S3Server.SECRET_KEY + "\nmounts.m.ignore = *.tmp\n");
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        CaravanCommand.execute(writer, writer, "why", "m", "a.tmp", "--config", file.toString());
        assertThat(said.toString()).contains("by the pattern '*.tmp' of mounts.m.ignore (" + file + ", line 7)");
    }

    @Test
    void tellsWhatADirectionLeavesAlone() throws Exception {
        sync.set("direction", "upload").write("mine", "a").once();
        s3.put("p/theirs", "a");
        sync.once();
        assertThat(why("theirs"))
                .contains(
                        "index    left as it is: no file; object of 1 B",
                        "the direction or the deletions of the mount leave it as it is");
    }

    @Test
    void tellsOfAMountThatWasNeverSynchronized() throws Exception {
        sync.write("a", "a");
        assertThat(why("a")).contains("index    none yet", "next     upload: new in the folder");
        assertThat(sync.path(".caravan")).doesNotExist();
        JsonObject json = (JsonObject) Jsoner.deserialize(sync.command("why", "a", "--json"));
        assertThat(json).containsEntry("path", "a").containsKeys("mount", "folder", "s3", "index", "next");
    }

    @Test
    void comparesBothSidesInFull() throws Exception {
        assertThat(sync.command("check")).isEqualTo("m: nothing on either side.\n");
        sync.write("d/same", "a")
                .write("d.same", "a")
                .write("changed", "b")
                .write("d/only here", "c")
                .write("touched", "d")
                .once();
        s3.delete("p/d/only here");
        s3.put("p/changed", "x");
        s3.put("p/only/there", "e");
        s3.put("p/directory/", "");
        sync.write("touched", "d");
        Files.createSymbolicLink(sync.path("link"), Path.of("nowhere"));
        for (String option : List.of("--all", "--content")) {
            List<String> lines =
                    new ArrayList<>(sync.command("check", option).lines().toList());
            assertThat(lines)
                    .contains("* changed", "+ d/only here", "- only/there", "! link  'link' is a symbolic link");
            assertThat(lines.contains("= d/same")).isEqualTo(option.equals("--all"));
            assertThat(lines.get(lines.size() - 1))
                    .isEqualTo("m: 3 same, 1 folder only, 1 S3 only, 1 different, 1 unknown.");
        }
        assertThat(sync.command("check", "--json"))
                .contains("{\"kind\":\"path\",\"mount\":\"m\",\"mark\":\"s3-only\",\"path\":\"only\\/there\"}");
    }

    /** Bytes that changed behind everybody's back: size and times are what they were. */
    @Test
    void readsEveryByteIfAskedTo() throws Exception {
        sync.write("rotten", "content").once();
        assertThat(sync.command("check", "--content")).isEqualTo("m: 1 same.\n");
        s3.memory().plant(S3Server.BUCKET, "p/rotten", "conTent");
        assertThat(sync.command("check", "--content")).contains("* rotten");
    }
}
