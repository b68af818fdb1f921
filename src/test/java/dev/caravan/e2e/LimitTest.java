package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.index.Ledger;
import dev.caravan.testing.SettableClock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes and requests are held back, and let through at once when somebody lifts the limit of a running mount. */
class LimitTest extends SyncTest {
    private static final int MANY = 6 << 20;

    @BeforeEach
    void inParts() {
        sync.setGlobal("transfers.multipart-threshold", "5MB").setGlobal("transfers.part-size", "5MB");
    }

    @Test
    void anUploadIsHeldBackUntilTheLimitIsLifted() throws Exception {
        AtomicInteger begun = begun("CREATE");
        sync.set("bandwidth", "20kB/s").start();
        sync.write("a", "x".repeat(MANY));
        sync.await(() -> begun.get() > 0);
        assertThat(s3.keys()).isEmpty();
        sync.await(() -> moved() > 0);
        assertThat(moved()).isLessThan(MANY);
        assertThat(sync.command("limit")).contains("bandwidth: 20kB/s", "requests-per-second: unlimited");
        assertThat(sync.command("limit", "--bandwidth", "unlimited")).contains("bandwidth: unlimited");
        awaitInStep();
    }

    @Test
    void aDownloadIsHeldBackUntilTheLimitIsLifted() throws Exception {
        AtomicInteger begun = begun("GET");
        sync.set("direction", "two-way").set("bandwidth", "00:00-00:00 20kB/s").start();
        s3.put("p/a", "x".repeat(MANY));
        sync.await(() -> begun.get() > 0);
        assertThat(sync.files()).isEmpty();
        sync.command("limit", "--bandwidth", "100MB/s");
        awaitInStep();
        assertThat(sync.command("limit", "--bandwidth", "settings")).contains("bandwidth: 00:00-00:00 20kB/s");
    }

    @Test
    void requestsAreHeldBackUntilTheLimitIsLifted() throws Exception {
        AtomicInteger begun = begun("PUT");
        sync.set("requests-per-second", "5").start();
        for (int i = 0; i < 200; i++) {
            sync.write("f" + i, "content");
        }
        sync.await(() -> begun.get() > 0);
        assertThat(s3.keys()).hasSizeLessThan(150);
        sync.command("limit", "--requests-per-second", "unlimited");
        awaitInStep();
        assertThat(s3.keys()).hasSize(200);
    }

    @Test
    void whatIsNoLimitIsRefused() throws Exception {
        sync.write("a", "a");
        sync.once();
        assertThat(sync.command("limit", "--bandwidth", "fast"))
                .contains("--bandwidth 'fast' is not a limit such as 10MB/s, or 08:00-18:00 10MB/s, unlimited");
    }

    /** Of forty files some go today; the rest waits, a stop does not, and a restart on the same day sends no more. */
    @Test
    void aBudgetHoldsUpTheRestOfTheDay() throws Exception {
        Instant noon = Instant.parse("2026-11-28T12:00:00Z");
        sync.set("request-budget", "40").clock(new SettableClock(noon));
        for (int i = 0; i < 40; i++) {
            sync.write("f" + i, "content");
        }
        s3.faults().counted();
        sync.startWithoutWaiting();
        sync.await(() -> sync.command("status", "--quick").contains("the request-budget of today is used up"));
        sync.close();
        Map<String, Integer> counted = s3.faults().counted();
        assertThat(counted.values().stream().mapToInt(each -> each).sum())
                .as(counted.toString())
                .isEqualTo(40);
        int sent = s3.keys().size();
        assertThat(sent).isBetween(1, 39);
        sync.startWithoutWaiting();
        sync.await(() -> sync.command("status", "--quick").contains("the request-budget of today is used up"));
        assertThat(s3.keys()).hasSize(sent);
        sync.close();
        sync.clock(new SettableClock(noon.plusSeconds(86_400)))
                .set("request-budget", "unlimited")
                .start();
        sync.await(() -> s3.keys().size() == 40);
    }

    /** Whoever is killed has written down what he sent. */
    @Test
    void aKillDoesNotGiveTheBudgetBack() throws Exception {
        sync.set("request-budget", "30");
        for (int i = 0; i < 30; i++) {
            sync.write("f" + i, "content");
        }
        sync.startWithoutWaiting();
        sync.await(() -> sync.command("status", "--quick").contains("the request-budget of today is used up"));
        // as a kill leaves it: nothing is written on the way out
        try (Ledger ledger = Ledger.open(sync.path(".caravan/index.db"))) {
            assertThat(ledger.history().since(Instant.EPOCH).stream()
                            .mapToLong(span ->
                                    span.requests().write() + span.requests().read())
                            .sum())
                    .isEqualTo(30);
        }
        assertThat(sync.command("sync-now")).contains("the request-budget of today is used up");
    }

    @Test
    void stoppingDoesNotWaitForALimit() throws Exception {
        AtomicInteger begun = begun("CREATE");
        sync.set("bandwidth", "20kB/s").start();
        sync.write("a", "x".repeat(MANY));
        sync.await(() -> begun.get() > 0);
        sync.close();
        assertThat(s3.keys()).isEmpty();
    }

    /** How much of the file that is under way has gone. */
    private long moved() throws Exception {
        JsonObject status = (JsonObject) Jsoner.deserialize(sync.command("status", "--quick", "--json"));
        JsonArray inFlight = ((JsonObject) status.get("process")).getCollection("inFlight");
        return inFlight.isEmpty() ? 0 : ((JsonObject) inFlight.get(0)).getLong("moved");
    }

    private AtomicInteger begun(String operation) {
        AtomicInteger begun = new AtomicInteger();
        s3.faults().add((name, key) -> {
            if (name.equals(operation)) {
                begun.incrementAndGet();
            }
        });
        return begun;
    }
}
