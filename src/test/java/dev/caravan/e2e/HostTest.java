package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.status.Event;
import dev.caravan.status.EventListener;
import dev.caravan.status.PathEvent;
import dev.caravan.testing.FaultyBlobStore;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Caravan is a good neighbour: what a host's application has is left alone, and what goes wrong between the two is told. */
@Tag("camel")
class HostTest extends SyncTest {
    private Main main(RouteBuilder... routes) {
        Main main = new Main();
        Properties properties = new Properties();
        properties.putAll(java.util.Map.of(
                "camel.main.configuration-classes",
                "dev.caravan.camel.CaravanConfiguration",
                "camel.main.routes-include-pattern",
                "classpath:dev/caravan/routes/*.camel.yaml",
                "mounts.photos.folder",
                sync.path("").toString(),
                "mounts.photos.bucket",
                S3Server.BUCKET,
                "mounts.photos.prefix",
                "p/",
                "mounts.photos.endpoint",
                s3.endpoint().toString(),
                "mounts.photos.access-key",
                S3Server.ACCESS_KEY,
                "mounts.photos.secret-key",
                S3Server.SECRET_KEY,
                "mounts.photos.interval",
                "100ms",
                "mounts.photos.settle",
                "10ms"));
        properties.put("log.format", "%d of the host");
        properties.put("mounts.nfs.server", "nfs.example.com");
        main.setOverrideProperties(properties);
        for (RouteBuilder each : routes) {
            main.configure().addRoutesBuilder(each);
        }
        return main;
    }

    @Test
    void itsListenerGetsWhatHappens() throws Exception {
        List<Event> heard = new CopyOnWriteArrayList<>();
        Main main = main();
        main.bind("theirs", (EventListener) occurrence -> heard.add(occurrence.event()));
        sync.write("a.txt", "abc");
        main.start();
        try {
            sync.await(() -> heard.stream()
                    .anyMatch(event -> event instanceof PathEvent.Uploaded uploaded && uploaded.bytes() == 3));
        } finally {
            main.stop();
        }
    }

    @Test
    void itsHealthTellsWhetherAMountWorks() throws Exception {
        Main main = main();
        main.start();
        try {
            sync.await(() -> health(main).getState() == HealthCheck.State.UP);
            s3.faults().add((operation, key) -> {
                throw FaultyBlobStore.refusal(403, "AccessDenied");
            });
            sync.await(() -> health(main).getState() == HealthCheck.State.DOWN);
            assertThat(health(main).getMessage().orElseThrow()).contains("Cannot synchronize mount 'photos'");
            assertThat(health(main).getDetails()).containsKeys("mount.state", "mount.failed.passes");
            s3.faults().heal();
            sync.await(() -> health(main).getState() == HealthCheck.State.UP);
        } finally {
            main.stop();
        }
    }

    private static HealthCheck.Result health(Main main) {
        return HealthCheckHelper.invokeReadiness(main.getCamelContext(), "full").stream()
                .filter(result -> result.getCheck().getId().equals("caravan-photos"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itsS3RouteDoesNotGetOurClient() throws Exception {
        try (S3Server theirs = S3Server.start()) {
            Main main = main(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:theirs")
                            .setHeader("CamelAwsS3Key", constant("p/theirs"))
                            .to("aws2-s3://" + S3Server.BUCKET + "?accessKey=" + S3Server.ACCESS_KEY + "&secretKey="
                                    + S3Server.SECRET_KEY
                                    + "&region=us-east-1&forcePathStyle=true&overrideEndpoint=true"
                                    + "&uriEndpointOverride=" + theirs.endpoint());
                    from("seda:paths").routeId("theirs").log("theirs");
                }
            });
            sync.write("a.txt", "a");
            main.start();
            try {
                sync.await(() -> s3.contents("p/").containsKey("a.txt"));
                assertThat(main.getCamelContext().getRegistry().findByType(S3Client.class))
                        .isEmpty();
                assertThat(main.getCamelContext().getRegistry().findByType(SqsClient.class))
                        .isEmpty();
                main.getCamelContext().createProducerTemplate().sendBody("direct:theirs", "their content");
                assertThat(theirs.contents("p/")).containsEntry("theirs", "their content");
                assertThat(s3.contents("p/")).containsOnlyKeys("a.txt");
            } finally {
                main.stop();
            }
        }
    }

    @Test
    void itsTemplatesWithAParameterMountAreNotOurs() throws Exception {
        Main main = main(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("upload")
                        .templateParameter("mount")
                        .from("direct:{{mount}}")
                        .log("theirs");
            }
        });
        main.start();
        try {
            assertThat(main.getCamelContext().getRoutes())
                    .allSatisfy(route -> assertThat(route.getId()).startsWith("caravan-"));
        } finally {
            main.stop();
        }
    }

    @Test
    void liveReloadIsRefused() {
        Main main = main();
        main.addOverrideProperty("camel.main.routes-reload-enabled", "true");
        assertThatThrownBy(main::start).hasStackTraceContaining("a reload drops the routes of each mount");
    }

    private Path copyOfRoutes() throws Exception {
        Path routes = Files.createDirectory(temp.resolve("routes"));
        try (var files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        sync.routes(routes);
        return routes;
    }

    private static void insertBehind(Path file, String line, String... inserted) throws Exception {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        assertThat(lines).contains(line);
        lines.addAll(lines.lastIndexOf(line) + 1, List.of(inserted));
        Files.write(file, lines);
    }

    @Test
    void aStepBehindPublishGetsNoHeadersOfOurProducers() throws Exception {
        Path routes = copyOfRoutes();
        Path seen = Files.createDirectory(temp.resolve("seen"));
        insertBehind(
                routes.resolve("record.camel.yaml"),
                "              message: \"${header.CaravanAction} ${header.CaravanPath}\" # put your own steps behind this one",
                "          - setBody:",
                "              expression:",
                "                simple:",
                "                  expression: \"they are ${headers}\"",
                "          - to:",
                "              uri: \"file:" + seen + "?fileName=${exchangeId}\"");
        sync.write("a", "a");
        s3.put("p/b", "b");
        assertThat(sync.once()).isTrue();
        try (var files = Files.list(seen)) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .contains("CaravanPath")
                            .doesNotContain("CamelAwsS3"));
        }
    }

    @Test
    void aBodyThatAStepReplacedIsRefused() throws Exception {
        Path routes = copyOfRoutes();
        insertBehind(
                routes.resolve("upload.camel.yaml"),
                "              method: prepare",
                "          - setBody:",
                "              expression:",
                "                constant:",
                "                  expression: encrypted");
        sync.write("a", "a");
        assertThat(sync.once()).isFalse();
        assertThat(s3.keys()).isEmpty();
        assertThat(sync.command("problems")).contains("a  cannot be brought in step: a step replaced the body");
        assertThat(sync.read("a")).isEqualTo("a");
    }

    @Test
    void whatAStepRefusesIsLeftAloneUntilItChanges() throws Exception {
        Path routes = copyOfRoutes();
        insertBehind(
                routes.resolve("upload.camel.yaml"),
                "              method: prepare",
                "          - filter:",
                "              expression:",
                "                simple:",
                "                  expression: \"${bodyAs(String)} contains 'virus'\"",
                "              steps:",
                "                - throwException:",
                "                    exceptionType: dev.caravan.RefusedException",
                "                    message: it is infected");
        sync.write("a", "a virus");
        sync.write("b", "b");
        try (LogCapture log = new LogCapture()) {
            assertThat(sync.once()).as("a refusal is no failure").isTrue();
            assertThat(log.lines()).contains("WARN m - refused a: it is infected. It is left alone until it changes");
        }
        assertThat(s3.contents("p/").keySet()).isEqualTo(Set.of("b"));
        try (LogCapture log = new LogCapture()) {
            sync.start();
            sync.await(() -> log.has("refused a"));
            long asked = log.lines().stream()
                    .filter(line -> line.contains("refused a"))
                    .count();
            sync.write("c", "c");
            sync.await(() -> s3.contents("p/").containsKey("c"));
            assertThat(log.lines().stream()
                            .filter(line -> line.contains("refused a"))
                            .count())
                    .as("not asked again in a pass that follows")
                    .isEqualTo(asked);
            assertThat(sync.command("problems")).contains("a  left alone because it was refused: it is infected");
            sync.write("a", "clean");
            sync.await(() -> s3.contents("p/").containsKey("a"));
        }
    }

    @Test
    void aStepBehindPublishThatThrowsIsTold() throws Exception {
        Path routes = copyOfRoutes();
        insertBehind(
                routes.resolve("record.camel.yaml"),
                "              message: \"${header.CaravanAction} ${header.CaravanPath}\" # put your own steps behind this one",
                "          - throwException:",
                "              exceptionType: java.lang.IllegalStateException",
                "              message: nobody listens");
        sync.write("a", "a");
        try (LogCapture log = new LogCapture()) {
            assertThat(sync.once()).isFalse();
            assertThat(log.has("a step behind publish failed for a (upload)")).isTrue();
        }
        assertThat(s3.content("p/a")).isEqualTo("a");
    }

    @Test
    void aMissingTemplateAndAWrongNameStopTheStart() throws Exception {
        Path routes = copyOfRoutes();
        Files.delete(routes.resolve("conflict.camel.yaml"));
        insertBehind(
                routes.resolve("record.camel.yaml"),
                "              message: \"${header.CaravanAction} ${header.CaravanPath}\" # put your own steps behind this one",
                "          - to:",
                "              uri: direct:nobody");
        assertThatThrownBy(sync::once)
                .hasStackTraceContaining("There is no route 'conflict' for mount 'm'")
                .hasStackTraceContaining("sends to 'direct:nobody', and no route begins there");
    }

    @Test
    void aNameThatLooksLikeSimpleIsANameAndNothingElse() throws Exception {
        sync.write("${header.CaravanKey}", "simple");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/").keySet()).isEqualTo(Set.of("${header.CaravanKey}"));
    }
}
