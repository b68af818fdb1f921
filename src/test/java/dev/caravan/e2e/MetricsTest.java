package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Camel's own management server shows of mounts, where somebody turns it on. */
class MetricsTest {
    private static final Pattern METRIC = Pattern.compile("^# HELP (caravan_\\w+) ", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `(caravan_\\w+)` \\|", Pattern.MULTILINE);

    @TempDir
    private Path temp;

    private S3Server s3;
    private Sync sync;
    private int port;

    @BeforeEach
    void open() throws IOException {
        s3 = S3Server.start();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        sync = Sync.of(s3, temp.resolve("folder"))
                .impatient()
                .set("interval", "50ms")
                .setGlobal("camel.management.enabled", "true")
                .setGlobal("camel.management.port", String.valueOf(port))
                .setGlobal("camel.management.metricsEnabled", "true")
                .setGlobal("camel.management.healthCheckEnabled", "true")
                .setGlobal("camel.metrics.enabled", "true");
    }

    @AfterEach
    void close() {
        sync.close();
        s3.close();
    }

    private String get(String page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void showsHowAMountStands() throws Exception {
        sync.write("a", "12345").start();
        s3.put("p/b", "123");
        sync.await(() -> get("/observe/metrics").contains("caravan_paths_total{action=\"download\",mount=\"m\"} 1.0"));
        assertThat(get("/observe/metrics"))
                .contains("caravan_paths_total{action=\"upload\",mount=\"m\"} 1.0")
                .contains("caravan_bytes_total{action=\"upload\",mount=\"m\"} 5.0")
                .contains("caravan_held{mount=\"m\"} 0.0")
                .contains("caravan_last_success_timestamp_seconds{mount=\"m\"} 1.")
                .contains("caravan_pass_duration_seconds_count{mount=\"m\"}");
        sync.await(() -> get("/observe/metrics").contains("caravan_in_step{mount=\"m\"} 1.0"));
        sync.await(() -> get("/observe/metrics").contains("caravan_state{mount=\"m\",state=\"idle\"} 1.0"));
        assertThat(get("/observe/health")).contains("UP");
    }

    @Test
    void showsWhatFailsAndForHowLong() throws Exception {
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT")) {
                throw S3Exceptions.fromStatusCode(403);
            }
        });
        sync.write("a", "1").start();
        sync.await(() -> get("/observe/metrics")
                .contains("caravan_failures_total{cause=\"403 AccessDenied\",final=\"true\",mount=\"m\"}"));
        sync.await(() -> get("/observe/metrics")
                .lines()
                .filter(line ->
                        line.startsWith("caravan_oldest_unsynced_change_seconds{direction=\"to-s3\",mount=\"m\"}"))
                .anyMatch(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))) > 0.2));
        assertThat(get("/observe/metrics")).contains("caravan_in_step{mount=\"m\"} 0.0");
    }

    /** Whoever watches Camel alone sees it, too. */
    @Test
    void aPassThatFailsIsAFailedExchange() throws Exception {
        sync.write("a", "1").start();
        sync.await(() -> get("/observe/metrics").contains("caravan_in_step{mount=\"m\"} 1.0"));
        assertThat(failedExchanges()).isZero();
        Files.delete(sync.path(".caravan/marker"));
        sync.await(() -> get("/observe/health").contains("DOWN"));
        System.out.println(get("/observe/metrics")
                .lines()
                .filter(l -> l.contains("fail"))
                .collect(java.util.stream.Collectors.joining("\n")));
        assertThat(failedExchanges()).isPositive();
        sync.await(() -> get("/observe/health").contains("DOWN"));
    }

    private double failedExchanges() throws IOException, InterruptedException {
        return get("/observe/metrics")
                .lines()
                .filter(line ->
                        line.startsWith("camel_exchanges_failed_total{") && line.contains("routeId=\"caravan-m-pass\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void aChangeThatWaitsForTooLongIsNotReady() throws Exception {
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT")) {
                throw S3Exceptions.fromStatusCode(403);
            }
        });
        sync.set("lag-limit", "1s").write("a", "1").start();
        assertThat(get("/observe/health")).contains("UP");
        sync.await(() -> get("/observe/health").contains("DOWN"));
        s3.faults().heal();
        sync.await(() -> get("/observe/health").contains("UP"));
    }

    @Test
    void countsRequestsAndWhatTheyCost() throws Exception {
        sync.write("a", "1").start();
        sync.await(() -> requests("put", "write") > 0 && requests("list", "write") > 0);
        sync.await(() -> get("/observe/metrics")
                .lines()
                .filter(line -> line.startsWith("caravan_s3_cost_per_day_dollars{mount=\"m\"}"))
                .anyMatch(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))) > 0));
        assertThat(requests("delete", "free")).isZero();
        sync.write("b", "2");
        sync.await(() -> s3.keys().size() == 2);
        sync.delete("a");
        sync.await(() -> requests("delete", "free") > 0);
    }

    private double requests(String operation, String price) throws IOException, InterruptedException {
        return get("/observe/metrics")
                .lines()
                .filter(line -> line.startsWith("caravan_s3_requests_total{class=\"" + price
                        + "\",mount=\"m\",operation=\"" + operation + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Somebody empties the folder: what is held is seen, rejected and restored, and all is as before. */
    @Test
    void anIncidentIsSeenAndSettled() throws Exception {
        for (int i = 0; i < 10; i++) {
            sync.write("f" + i, "content " + i);
        }
        sync.start();
        sync.await(() -> get("/observe/metrics").contains("caravan_in_step{mount=\"m\"} 1.0"));
        for (int i = 0; i < 10; i++) {
            sync.delete("f" + i);
        }
        sync.await(() -> get("/observe/metrics").contains("caravan_held{mount=\"m\"} 10.0"));
        assertThat(get("/observe/metrics")).contains("caravan_in_step{mount=\"m\"} 0.0");
        assertThat(sync.command("status")).startsWith("m: not in step, 10 deletions held");
        assertThat(sync.command("why", "f3"))
                .contains("its deletion in S3 is held because the folder has become empty");
        assertThat(sync.command("held")).contains("10 deletions held");
        assertThat(sync.command("reject")).contains("10 deletions rejected");
        sync.await(() -> sync.files().size() == 10);
        sync.await(() -> get("/observe/metrics").contains("caravan_in_step{mount=\"m\"} 1.0"));
        assertThat(sync.command("status")).startsWith("m: in step; ");
        assertThat(s3.keys()).hasSize(10);
    }

    @Test
    void thePageHasEachMetric() throws Exception {
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT") && key.endsWith("bad")) {
                throw S3Exceptions.fromStatusCode(403);
            }
        });
        sync.write("good", "1").write("bad", "2").start();
        sync.await(() -> names(get("/observe/metrics"), METRIC).contains("caravan_failures_total"));
        String page = Files.readString(Path.of("docs/operations.md"));
        assertThat(names(get("/observe/metrics"), METRIC)).isEqualTo(names(page, ROW));
    }

    private static Set<String> names(String text, Pattern pattern) {
        return pattern.matcher(text)
                .results()
                .map(each -> each.group(1))
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void isSeenOnThisMachineAlone() throws Exception {
        sync.start();
        String tables = Files.readString(Path.of("/proc/net/tcp")) + Files.readString(Path.of("/proc/net/tcp6"));
        String hex = String.format("%04X", port);
        assertThat(tables).contains("0100007F:" + hex).doesNotContain("00000000:" + hex);
    }
}
