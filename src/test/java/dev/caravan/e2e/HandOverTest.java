package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.cli.CaravanCommand;
import dev.caravan.testing.FaultyBlobStore;
import dev.caravan.testing.LogCapture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code run --once} on a mount that a running Caravan has open, which then makes the pass. */
@Tag("camel")
class HandOverTest extends SyncTest {
    private int once(String... more) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        String[] line = sync.commandLine("run", "--once");
        String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(line), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        return CaravanCommand.execute(writer, writer, all);
    }

    private void startResting() throws Exception {
        sync.set("interval", "1h").set("list-interval", "1h");
        sync.write("a", "a");
        sync.start();
    }

    @Test
    void bringsBothSidesInStepAndSaysWhatHappened() throws Exception {
        startResting();
        sync.write("b", "b");
        s3.put("p/c", "c");
        try (LogCapture log = new LogCapture()) {
            assertThat(once()).isZero();
            assertThat(log.has("the Caravan that has this mount open makes the pass"))
                    .isTrue();
        }
        assertThat(s3.contents("p/")).isEqualTo(Map.of("a", "a", "b", "b", "c", "c"));
        assertThat(sync.files()).isEqualTo(s3.contents("p/"));
    }

    @Test
    void theExitCodeIsThatOfThePass() throws Exception {
        sync.set("deletion-limit", "0%").set("deletion-limit-paths", "0");
        startResting();
        s3.delete("p/a");
        assertThat(once()).as("held").isEqualTo(CaravanCommand.WAITING);
        sync.write("b", "b");
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT")) {
                throw FaultyBlobStore.refusal(403, "AccessDenied");
            }
        });
        assertThat(once()).as("failed").isEqualTo(CaravanCommand.FAILED);
        s3.faults().heal();
    }

    @Test
    void aPausedMountMakesNone() throws Exception {
        startResting();
        sync.command("pause");
        sync.write("b", "b");
        try (LogCapture log = new LogCapture()) {
            assertThat(once()).isEqualTo(CaravanCommand.FAILED);
            assertThat(log.has("resume it first")).isTrue();
        }
        assertThat(s3.contents("p/")).isEqualTo(Map.of("a", "a"));
    }

    @Test
    void otherSettingsAreNotHandedOver() throws Exception {
        startResting();
        s3.put("p/c", "c");
        assertThat(once("--set", "mounts.m.direction=upload")).isEqualTo(CaravanCommand.FAILED);
        assertThat(sync.files()).isEqualTo(Map.of("a", "a"));
    }

    @Test
    void aMountThatIsNotThereIsToldAndNothingElseRuns() throws Exception {
        startResting();
        sync.write("b", "b");
        assertThat(once("--mount", "typo")).isEqualTo(2);
        assertThat(once("--mount", "m", "--mount", "typo")).isEqualTo(2);
        assertThat(s3.contents("p/")).isEqualTo(Map.of("a", "a"));
    }

    @Test
    void syncNowCanBeWaitedFor() throws Exception {
        startResting();
        sync.write("b", "b");
        assertThat(CaravanCommand.execute(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(new StringWriter()),
                        sync.commandLine("sync-now", "m", "--wait")))
                .isZero();
        assertThat(s3.contents("p/")).isEqualTo(Map.of("a", "a", "b", "b"));
    }
}
