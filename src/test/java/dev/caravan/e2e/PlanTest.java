package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.camel.StandaloneSettings;
import dev.caravan.cli.CaravanCommand;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.sync.plan.Planner;
import dev.caravan.sync.session.Environment;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan plan} tells what a pass would do, and leaves no trace. */
class PlanTest {
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

    private List<JsonObject> plan() throws Exception {
        return sync.command("plan", "--json")
                .lines()
                .map(line -> Jsoner.deserialize(line, new JsonObject(Map.of("kind", line))))
                .toList();
    }

    @Test
    void tellsPeopleWhatThePassWouldDo() throws Exception {
        sync.write("gone.txt", "gone").write("a.txt", "a").write("b.txt", "b").once();
        sync.delete("gone.txt");
        sync.write("a.txt", "changed").write("new.txt", "new");
        s3.put("p/from-s3.txt", "12345");
        s3.put("p/b.txt", "else");
        assertThat(sync.command("plan"))
                .contains("upload        a.txt (7 B): changed in the folder")
                .contains("upload        new.txt (3 B): new in the folder")
                .contains("download      b.txt (4 B): changed in S3")
                .contains("download      from-s3.txt (5 B): new in S3")
                .contains("delete-remote gone.txt (4 B): gone from the folder")
                .endsWith("m: 2 to upload (10 B), 2 to download (9 B), 1 to delete in S3 (4 B). Nothing was done.\n");
        assertThat(sync.once()).isTrue();
        assertThat(sync.command("plan")).isEqualTo("m: in step, nothing to do.\n");
    }

    @Test
    void aMovedFileIsNoneThatHasGone() throws Exception {
        for (int i = 0; i < 20; i++) {
            sync.write("d/" + i, "content " + i);
        }
        sync.set("deletion-limit", "10%").set("deletion-limit-paths", "1").once();
        Files.move(sync.path("d"), sync.path("e"));
        List<JsonObject> plan = plan();
        assertThat(plan).filteredOn("kind", "held").isEmpty();
        assertThat(plan).filteredOn("kind", "step").hasSize(40);
        for (int i = 0; i < 15; i++) {
            sync.delete("e/" + i);
        }
        assertThat(plan()).filteredOn("kind", "held").hasSize(20);
        sync.once();
        assertThat(sync.command("held")).contains("20 deletions held");
    }

    @Test
    void tellsWhatIsHeldAndWhatIsAProblem() throws Exception {
        sync.write("a", "a").write("b", "b").once();
        sync.delete("a");
        sync.delete("b");
        Files.createSymbolicLink(sync.path("link"), sync.path("nowhere"));
        assertThat(sync.command("plan"))
                .contains("held          a: not deleted in S3 because ")
                .contains("problem       link: left alone because it is a symbolic link")
                .endsWith("m: 2 held, 1 problem. Nothing was done.\n");
    }

    @Test
    void whatIsAppliedIsThePlanAndNothingElse() throws Exception {
        sync.write("edited", "1")
                .write("moved", "1")
                .write("gone", "1")
                .write("there", "1")
                .write("stays", "1")
                .once();
        sync.write("edited", "two").write("moved", "two").write("new", "two");
        sync.delete("gone");
        s3.put("p/there", "theirs");
        s3.put("p/fresh", "theirs");
        Path plan = Files.writeString(temp.resolve("plan.ndjson"), sync.command("plan", "--json"));
        sync.write("moved", "three").write("later", "three");
        s3.put("p/fresh", "theirs, and newer");
        assertThat(execute("apply", plan.toString())).isEqualTo(CaravanCommand.WAITING);
        assertThat(s3.content("p/edited")).isEqualTo("two");
        assertThat(s3.content("p/new")).isEqualTo("two");
        assertThat(s3.content("p/moved")).isEqualTo("1");
        assertThat(s3.keys()).doesNotContain("p/gone", "p/later");
        assertThat(sync.read("there")).isEqualTo("theirs");
        assertThat(sync.path("fresh")).doesNotExist();
        assertThat(sync.command("problems"))
                .contains("moved  left alone because it is not in the plan as it is now", "later  left", "fresh  left");
        assertThat(sync.once()).isTrue();
        assertThat(s3.content("p/moved")).isEqualTo("three");
        assertThat(sync.command("problems")).isEqualTo("No problems.\n");
    }

    @Test
    void aConflictCopyIsInNoPlanUnlessItsConflictIs() throws Exception {
        sync.write("a", "1").write("b", "1").once();
        s3.put("p/a", "theirs");
        sync.write("a", "mine, and newer");
        Path plan = Files.writeString(temp.resolve("plan.ndjson"), sync.command("plan", "--json"));
        assertThat(execute("apply", plan.toString())).isEqualTo(CaravanCommand.WAITING);
        String copy = sync.files().keySet().stream()
                .filter(name -> name.contains(".conflict-"))
                .findFirst()
                .orElseThrow();
        assertThat(s3.keys()).contains("p/" + copy);
        Files.writeString(plan, sync.command("plan", "--json"));
        sync.delete(copy);
        assertThat(execute("apply", plan.toString())).isEqualTo(CaravanCommand.WAITING);
        assertThat(s3.keys()).contains("p/" + copy);
    }

    @Test
    void anUndoIsCarriedOutBeforeAPlanIsMade() throws Exception {
        sync.write("a", "1").write("b", "1").once();
        s3.delete("p/a");
        sync.once();
        Path plan = Files.writeString(temp.resolve("plan.ndjson"), sync.command("plan", "--json"));
        sync.command("undo");
        assertThat(execute("apply", plan.toString())).isEqualTo(CaravanCommand.WRONG);
        assertThat(sync.files()).doesNotContainKey("a");
    }

    @Test
    void whatIsNoPlanIsRefused() throws Exception {
        Path file = Files.writeString(temp.resolve("no-plan"), "{\"kind\": \"step\"}\n");
        assertThat(execute("apply", file.toString())).isEqualTo(CaravanCommand.WRONG);
        assertThat(execute("apply", temp.resolve("nowhere").toString())).isEqualTo(CaravanCommand.WRONG);
        Files.writeString(file, "");
        assertThat(execute("apply", file.toString())).isEqualTo(CaravanCommand.WRONG);
    }

    private int execute(String... words) {
        PrintWriter out = new PrintWriter(new StringWriter(), true);
        return CaravanCommand.execute(out, out, sync.commandLine(words));
    }

    @Test
    void aDryRunIsAPlan() throws Exception {
        sync.write("a", "a");
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        String[] line = sync.commandLine("run", "--dry-run", "--once", "--mount", "m");
        assertThat(CaravanCommand.execute(out, out, line)).isZero();
        assertThat(said.toString()).contains("upload        a (1 B): new in the folder");
        assertThat(sync.path(".caravan")).doesNotExist();
    }

    @Test
    void aFirstRunIsTold() throws Exception {
        sync.write("a", "mine");
        s3.put("p/a", "theirs");
        assertThat(plan())
                .filteredOn("kind", "note")
                .extracting("text")
                .containsExactly("first run: where the two sides differ the newer version wins. Nothing is deleted");
        assertThat(plan()).filteredOn("kind", "step").extracting("action").containsExactly("conflict");
    }

    @Test
    void leavesNoTrace() throws Exception {
        sync.write("only.txt", "a");
        s3.put("p/dir/", "");
        s3.put("p/other", "b");
        Map<String, String> before = everything();
        plan();
        assertThat(everything()).isEqualTo(before);
        assertThat(sync.path(".caravan")).doesNotExist();
        sync.once();
        s3.put("p/another-dir/", "");
        s3.delete("p/dir/");
        sync.delete("only.txt");
        sync.command("undo", "--since", "1h");
        before = everything();
        s3.faults().counted();
        plan();
        assertThat(everything()).isEqualTo(before);
        assertThat(s3.faults().counted()).containsOnlyKeys("LIST");
        sync.start();
        assertThat(sync.command("plan")).contains("m: ");
    }

    @Test
    void removesWhatAKilledCommandLeft() throws Exception {
        Path scratch = new UserState(System.getenv()).scratch();
        Path left = Files.createTempDirectory(scratch, "caravan-plan-");
        Files.createDirectory(left.resolve("state"));
        Files.writeString(left.resolve("index.db"), "a copy");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path used = Files.createTempDirectory(scratch, "caravan-plan-");
        plan();
        assertThat(left).doesNotExist();
        assertThat(used).exists();
        Files.delete(used);
    }

    /** As in a container whose file system is read-only but for its volumes. */
    @Test
    void needsNoHomeThatCanBeWritten() throws Exception {
        Path file = Files.writeString(temp.resolve("no-directory"), "");
        UserState nowhere = new UserState(Map.of("XDG_STATE_HOME", file.toString()));
        Map<String, String> settings = Stream.of(sync.commandLine())
                .filter(word -> !word.equals("--set"))
                .collect(Collectors.toMap(word -> word.split("=", 2)[0], word -> word.split("=", 2)[1]));
        Mount mount = StandaloneSettings.read(null, settings, Map.of()).mounts().get(0);
        try (Clients clients = new Clients(1, new PreparedPuts())) {
            Environment environment = Environment.toLook(1 << 24, 1 << 24, nowhere);
            sync.write("a", "a");
            assertThat(new Planner(clients, environment).plan(mount, step -> {}).waiting())
                    .isEqualTo(1);
        }
    }

    /** Of the folder and of the bucket, and what the user remembers. */
    private Map<String, String> everything() throws IOException {
        Map<String, String> all = new TreeMap<>(s3.memory().contents(S3Server.BUCKET));
        try (Stream<Path> walk = Files.walk(temp)) {
            for (Path each : walk.filter(path -> !path.equals(temp)).toList()) {
                boolean file = Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS);
                String time = Files.getLastModifiedTime(each, LinkOption.NOFOLLOW_LINKS)
                        .toString();
                boolean shared = each.getFileName().toString().matches("index.db-(wal|shm)");
                if (!shared && !each.endsWith(".caravan")) {
                    all.put(temp.relativize(each).toString(), file ? time + " " + Files.size(each) : time);
                }
            }
        }
        UserState user = new UserState(System.getenv());
        all.put("generation", String.valueOf(user.generation(temp.resolve("folder"))));
        all.put("remembered", String.valueOf(user.remembers(temp.resolve("folder"))));
        return all;
    }

    @Test
    void aStoreThatCannotBeReachedIsToldOnce() {
        s3.close();
        assertThat(sync.command("plan")).startsWith("Mount 'm' cannot be looked at: cannot reach the store");
    }
}
