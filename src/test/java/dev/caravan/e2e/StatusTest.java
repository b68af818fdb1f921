package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan status} and what steers a running Caravan. */
class StatusTest {
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

    private JsonObject status(String... more) throws Exception {
        String[] words = new String[more.length + 2];
        words[0] = "status";
        words[1] = "--json";
        System.arraycopy(more, 0, words, 2, more.length);
        return (JsonObject) Jsoner.deserialize(sync.command(words));
    }

    private JsonObject process() throws Exception {
        return (JsonObject) status("--quick").get("process");
    }

    @Test
    void tellsWithoutACaravan() throws Exception {
        sync.write("a", "a").once();
        assertThat(sync.command("status")).isEqualTo("m: in step; no Caravan is running on it\n");
        sync.write("b", "bb");
        assertThat(sync.command("status"))
                .matches(
                        "m: not in step, 1 to upload \\(2 B\\), oldest change \\d+ s ago; no Caravan is running on it\n");
        assertThat(status()).containsEntry("inStep", false).containsEntry("state", "stopped");
    }

    /** What a person decided is not done before a pass has carried it out. */
    @Test
    void isNotInStepWhileAVerdictWaits() throws Exception {
        for (int i = 0; i < 12; i++) {
            sync.write("f" + i, "a");
        }
        sync.start();
        for (int i = 0; i < 12; i++) {
            sync.delete("f" + i);
        }
        sync.await(() -> Long.valueOf(12).equals(((Number) process().get("held")).longValue()));
        sync.command("pause");
        sync.await(() -> "paused".equals(process().get("state")));
        assertThat(sync.command("approve")).contains("12 deletions approved");
        assertThat(process()).containsEntry("inStep", false).doesNotContainKey("inStepSince");
        sync.command("resume");
        sync.await(() -> Boolean.TRUE.equals(process().get("inStep")));
        assertThat(s3.keys()).isEmpty();
    }

    /** What cannot be done is answered, too: the copy that is to be settled has become a directory. */
    @Test
    void answersWhatCannotBeDone() throws Exception {
        sync.write("a.txt", "old").write("b", "b").once();
        s3.put("p/a.txt", "theirs");
        sync.write("a.txt", "mine, and newer").start();
        sync.await(() -> sync.files().size() == 3);
        sync.command("pause");
        sync.await(() -> "paused".equals(process().get("state")));
        String copy = sync.files().keySet().stream()
                .filter(name -> name.contains(".conflict-"))
                .findFirst()
                .orElseThrow();
        sync.delete(copy);
        Files.createDirectories(sync.path(copy));
        Properties control = new Properties();
        control.load(new StringReader(Files.readString(sync.path(".caravan/control"))));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + control.getProperty("port") + "/api/v1/mounts/m/settle"))
                                .header("Authorization", "Bearer " + control.getProperty("token"))
                                .POST(BodyPublishers.ofString("{\"copy\":\"" + copy + "\",\"keep\":\"file\"}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"message\":").contains(copy);
    }

    @Test
    void tellsWhatTheRunningCaravanDoes() throws Exception {
        sync.write("a", "a").start();
        sync.await(() -> "idle".equals(status("--quick").get("state")));
        assertThat(status())
                .containsEntry("inStep", true)
                .containsEntry("running", true)
                .doesNotContainKey("oldestToS3");
        assertThat(process())
                .containsKeys("pass", "began", "ended", "succeeded", "looked")
                .containsEntry("fault", "");
        assertThat(sync.command("status")).startsWith("m: in step; ").contains("the last pass succeeded ");
    }

    /** It is rewritten all the time, so that its time stamp is always new: it waits since it was first there. */
    @Test
    void anEditThatIsMadeAgainKeepsItsAge() throws Exception {
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT")) {
                throw S3Exceptions.fromStatusCode(503);
            }
        });
        sync.set("interval", "50ms").impatient().start();
        sync.write("log", "1");
        sync.await(() -> process().containsKey("oldestToS3"));
        Instant first = Instant.parse(process().getString("oldestToS3"));
        sync.await(() -> Duration.between(first, Instant.now()).toMillis() > 1500);
        sync.write("log", "12");
        JsonObject status = status();
        assertThat(((Number) status.get("oldestToS3")).doubleValue()).isGreaterThan(1.4);
        assertThat(status).containsEntry("inStep", false);
    }

    @Test
    void whatNoPassHasMetYetCountsFromTheLastLook() throws Exception {
        sync.write("a", "a").set("interval", "1h").start();
        sync.await(() -> process().containsKey("looked"));
        Instant looked = Instant.parse(process().getString("looked"));
        sync.await(() -> Duration.between(looked, Instant.now()).toMillis() > 600);
        sync.write("a", "changed");
        assertThat(((Number) status().get("oldestToS3")).doubleValue()).isGreaterThan(0.6);
        assertThat(sync.command("status")).contains("1 to upload (7 B)");
        assertThat(sync.command("status", "--wait", "--timeout", "30s")).startsWith("m: in step; ");
        assertThat(s3.content("p/a")).isEqualTo("changed");
    }

    @Test
    void aPassIsMadeNowAndNoneWhilePaused() throws Exception {
        sync.set("interval", "1h").set("list-interval", "1h").start();
        s3.put("p/a", "theirs");
        assertThat(sync.command("sync-now")).startsWith("A pass begins");
        sync.await(() -> "theirs".equals(sync.read("a")));
        assertThat(sync.command("pause")).contains("Go on with: ").contains("resume m");
        sync.await(() -> "paused".equals(process().get("state")));
        long pass = ((Number) process().get("pass")).longValue();
        sync.write("b", "mine");
        assertThat(sync.command("sync-now")).contains("'m' is paused, so no pass begins. Go on with: ");
        assertThat(sync.command("status", "--wait", "--timeout", "1h"))
                .contains("'m' is paused, so there is nothing to wait for");
        assertThat(process()).containsEntry("paused", true);
        assertThat(((Number) process().get("pass")).longValue()).isEqualTo(pass);
        sync.command("resume");
        sync.await(() -> s3.keys().contains("p/b"));
    }

    @Test
    void aPersonIsNeededWhereSomethingIsHeld() throws Exception {
        sync.write("a", "a").write("b", "b").once();
        sync.delete("a");
        sync.delete("b");
        assertThat(sync.command("status")).startsWith("m: not in step, 2 deletions to be held; ");
        sync.once();
        assertThat(sync.command("status")).startsWith("m: not in step, 2 deletions held; ");
        assertThat(status()).containsEntry("held", BigDecimal.valueOf(2)).containsEntry("toBeHeld", BigDecimal.ZERO);
        s3.close();
        assertThat(sync.command("status"))
                .startsWith("m: cannot be looked at, 2 deletions held; ")
                .contains("Connection refused");
    }

    @Test
    void aCaravanWhoseFolderIsAwayIsAsked() throws Exception {
        sync.write("a", "a").set("interval", "50ms").impatient().start();
        Path away = temp.resolve("away");
        Files.move(sync.path(""), away);
        Files.createDirectory(sync.path(""));
        sync.await(() -> "halted".equals(status("--quick").get("state")));
        assertThat(sync.command("status"))
                .startsWith("m: cannot be looked at; halted: ")
                .doesNotContain("no Caravan");
    }

    /** A second one is refused the folder, and must not speak for the first. */
    @Test
    void aSecondCaravanTakesNothingOver() throws Exception {
        sync.write("a", "a").set("interval", "1h").start();
        String first = Files.readString(sync.path(".caravan/control"));
        try (Sync second = Sync.of(s3, temp.resolve("folder"))
                .impatient()
                .set("interval", "50ms")
                .start()) {
            second.awaitPasses(2);
            assertThat(Files.readString(sync.path(".caravan/control"))).isEqualTo(first);
            assertThat(sync.command("pause")).startsWith("No further pass begins");
            assertThat(process()).containsEntry("paused", true).containsEntry("pass", BigDecimal.ONE);
        }
        assertThat(Files.readString(sync.path(".caravan/control"))).isEqualTo(first);
        assertThat(sync.command("status", "--quick")).contains("paused");
    }

    @Test
    void anUndoThatWaitsIsNotInStep() throws Exception {
        sync.write("a", "a").write("b", "b").once();
        s3.delete("p/a");
        sync.once();
        assertThat(status()).containsEntry("inStep", true);
        sync.command("undo");
        assertThat(sync.command("status")).startsWith("m: not in step, an undo to carry out; ");
        sync.once();
        assertThat(sync.files()).containsEntry("a", "a");
        assertThat(status()).containsEntry("undo", false);
    }

    @Test
    void aMountThatWasNeverSynchronizedIsCalledThat() throws Exception {
        assertThat(sync.command("status", "--quick")).isEqualTo("m: never synchronized; no Caravan is running on it\n");
        assertThat(sync.command("status", "--watch", "--wait")).contains("--watch goes on for ever");
        assertThat(sync.command("status", "--timeout", "1s")).contains("--timeout is for --wait alone");
    }

    @Test
    void nobodyAnswersWhereControlIsOff() throws Exception {
        sync.setGlobal("control.enabled", "false").write("a", "a").start();
        assertThat(sync.command("status"))
                .isEqualTo("m: in step; a Caravan has it open and may not answer (control.enabled = false)\n");
        assertThat(sync.command("pause")).contains("does not answer");
        assertThat(sync.path(".caravan/control")).doesNotExist();
    }

    @Test
    void theFileThatSaysHowToAskIsPrivateAndGoes() throws Exception {
        sync.write("a", "a").start();
        Path file = sync.path(".caravan/control");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        sync.stop();
        assertThat(file).doesNotExist();
    }
}
