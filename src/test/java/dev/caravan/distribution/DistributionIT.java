package dev.caravan.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.camel.DownloadSteps;
import dev.caravan.cli.RunCommand;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.client.SdkWarmup;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as a user has it: a start script, jars, routes, a process. */
class DistributionIT {
    private static final Path HOME = Path.of("target/caravan").toAbsolutePath();

    @TempDir
    Path temp;

    private S3Server s3;
    private Path folder;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        s3 = S3Server.start(new FilesystemNio2BlobStore(
                Files.createDirectory(temp.resolve("store")).toString()));
        folder = Files.createDirectory(temp.resolve("folder"));
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
        s3.close();
    }

    @Test
    void hasWhatItShouldHave() {
        assertThat(HOME.resolve("bin/caravan")).isExecutable();
        assertThat(HOME.resolve("routes/upload.camel.yaml")).exists();
        assertThat(HOME.resolve("application.properties")).exists();
        assertThat(HOME.resolve("README.md")).exists();
        assertThat(HOME.resolve("LICENSE")).exists();
        assertThat(HOME.resolve("share/man/man1/caravan-status.1")).exists();
        assertThat(HOME.resolve("systemd/caravan.service")).exists();
        assertThat(HOME.resolve("docs/monitoring/alerts.yaml")).exists();
        assertThat(HOME.resolve("docs/page.png")).exists();
        assertThat(HOME.resolveSibling("caravan-1.0.0.tar.gz")).exists();
        assertThat(HOME.resolveSibling("caravan-1.0.0.zip")).exists();
        assertThat(HOME.resolve("lib").toFile().list())
                .noneMatch(jar -> jar.contains("s3proxy") || jar.contains("junit"));
        for (String machine : List.of("linux-x86_64", "linux-aarch_64", "osx-x86_64", "osx-aarch_64")) {
            assertThat(HOME.resolve("lib").resolve(machine))
                    .isDirectoryContaining("glob:**AmazonCorretto*.jar")
                    .isDirectoryContaining("glob:**/libsqlitejdbc.*");
        }
    }

    @Test
    void startsWithTheClassesThatTheBuildKept() throws Exception {
        assertThat(run(settings("--once"), Map.of("JAVA_OPTS", "-Xlog:class+load")))
                .isZero();
        for (Class<?> kept : List.of(RunCommand.class, DownloadSteps.class, Bucket.class, SdkWarmup.class)) {
            assertThat(log()).contains(kept.getName() + " source: shared objects file");
        }
    }

    @Test
    void startsWithAnotherJavaThanThatOfTheBuild() throws Exception {
        Path java = Files.createDirectories(temp.resolve("java/bin")).resolve("java");
        Path real = Path.of(System.getProperty("java.home"), "bin/java");
        Files.writeString(java, "#!/bin/sh\nexec '" + real + "' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Map<String, String> other =
                Map.of("JAVA_HOME", temp.resolve("java").toString(), "JAVA_OPTS", "-Xlog:class+load");
        assertThat(run(settings("--once"), other)).isZero();
        assertThat(log()).contains(RunCommand.class.getName() + " source: file:");
    }

    @Test
    void endsWhenThereIsNoMemoryLeft() throws Exception {
        assertThat(run(settings("--once"), Map.of("JAVA_OPTS", "-Xmx9m"))).isEqualTo(3);
        assertThat(log()).contains("OutOfMemoryError");
    }

    @Test
    void needsNoFileOfTheUser() throws Exception {
        Files.writeString(folder.resolve("a.txt"), "a");
        assertThat(run(settings("--once"))).isZero();
        assertThat(s3.content("a.txt")).isEqualTo("a");
    }

    @Test
    void takesSettingsAndRoutesOfTheCurrentDirectory() throws Exception {
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.writeString(temp.resolve("application.properties"), properties());
        Path routes = Files.createDirectory(temp.resolve("routes"));
        try (var files = Files.list(HOME.resolve("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                routes.resolve("record.camel.yaml"),
                Files.readString(routes.resolve("record.camel.yaml"))
                        + "          - log:\n              message: \"this is my own step for ${header.CaravanPath}\"\n"
                        + "              loggingLevel: WARN\n");
        Path own = Files.writeString(HOME.resolve("routes.d/own.camel.yaml"), "- routeTemplate:\n    id: never-read\n");
        try {
            assertThat(run(List.of("run", "--once"))).isZero();
        } finally {
            Files.delete(own);
        }
        assertThat(log())
                .contains("this is my own step for a.txt", "Caravan has stopped")
                .contains(own.getParent() + " is not used, as the routes come from");
    }

    @Test
    void saysNothingOfAnEndWhereNothingBegan() throws Exception {
        assertThat(run(settings("--once", "--set", "mounts.m.colour=red"))).isEqualTo(2);
        assertThat(log()).contains("'mounts.m.colour' is not a setting").doesNotContain("Caravan has stopped");
    }

    @Test
    void endsWith0WhenItIsTerminatedAndGoesOnAfterwards() throws Exception {
        Files.writeString(folder.resolve("a.txt"), "a");
        begin(settings("--set", "mounts.m.interval=200ms", "--set", "mounts.m.direction=two-way"));
        await().atMost(Duration.ofSeconds(60)).until(() -> "a".equals(s3.content("a.txt")));
        s3.put("b.txt", "b");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("b.txt")));
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(log()).isZero();

        s3.faults().counted();
        assertThat(run(settings("--once", "--set", "mounts.m.direction=two-way")))
                .isZero();
        assertThat(s3.faults().counted()).containsOnlyKeys("LIST");
    }

    @Test
    void rollsBackALargeTransferWhenItIsTerminated() throws Exception {
        sparse(folder.resolve("large"), 400L * 1024 * 1024);
        s3.faults().add((operation, key) -> {
            if (operation.equals("PART")) {
                process.destroy();
            }
        });
        begin(settings());
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(log()).isZero();
        assertThat(s3.keys()).isEmpty();
        assertThat(s3.client()
                        .listMultipartUploads(list -> list.bucket(S3Server.BUCKET))
                        .uploads())
                .isEmpty();
    }

    @Test
    void aFileManyTimesLargerThanTheHeapGoesBothWays() throws Exception {
        long size = 700L * 1024 * 1024;
        sparse(folder.resolve("large"), size);
        assertThat(run(settings("--once"), Map.of("JAVA_OPTS", "-Xmx96m")))
                .as(log())
                .isZero();
        assertThat(s3.client()
                        .headObject(head -> head.bucket(S3Server.BUCKET).key("large"))
                        .contentLength())
                .isEqualTo(size);
        Path other = Files.createDirectory(temp.resolve("other"));
        List<String> download =
                settings("--once", "--set", "mounts.m.direction=download", "--set", "mounts.m.folder=" + other);
        assertThat(run(download, Map.of("JAVA_OPTS", "-Xmx96m"))).as(log()).isZero();
        assertThat(Files.mismatch(folder.resolve("large"), other.resolve("large")))
                .isEqualTo(-1);
    }

    @Test
    void writesJsonWhereItIsAskedTo() throws Exception {
        Files.writeString(folder.resolve("a.txt"), "a");
        assertThat(run(settings("--once", "--set", "log.format=json"))).isZero();
        assertThat(log().lines()).isNotEmpty().allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(log()).contains("m - uploaded a.txt (1 B, ");
        String uploaded = log().lines()
                .filter(line -> line.contains("uploaded a.txt"))
                .findFirst()
                .orElseThrow();
        JsonObject fields = (JsonObject) Jsoner.deserialize(uploaded);
        assertThat(fields)
                .containsEntry("mount", "m")
                .containsEntry("event", "uploaded")
                .containsEntry("path", "a.txt")
                .containsEntry("level", "INFO")
                .containsKeys("timestamp", "bytes", "seconds", "pass");
    }

    /** Whoever names an exporter sees the routes that each path goes through. */
    @Test
    void sendsTracesWhereAnExporterIsConfigured() throws Exception {
        Files.writeString(folder.resolve("a.txt"), "a");
        Queue<String> received = new ConcurrentLinkedQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(new String(body, StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try {
            Map<String, String> environment = Map.of(
                    "OTEL_JAVA_GLOBAL_AUTOCONFIGURE_ENABLED", "true",
                    "OTEL_SERVICE_NAME", "caravan",
                    "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                            "http://127.0.0.1:" + collector.getAddress().getPort(),
                    "OTEL_EXPORTER_OTLP_COMPRESSION", "none",
                    "OTEL_METRICS_EXPORTER", "none",
                    "OTEL_LOGS_EXPORTER", "none");
            assertThat(run(settings("--once", "--set", "camel.opentelemetry2.enabled=true"), environment))
                    .as(log())
                    .isZero();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> received.stream().anyMatch(text -> text.contains("caravan-m-upload")));
        } finally {
            collector.stop(0);
        }
    }

    /** What an upgrade leaves alone: a template, a log step, and a jar of the user's. */
    @Test
    void runsRoutesAndJarsOfTheUsers() throws Exception {
        Path routes = Files.createDirectory(temp.resolve("routes"));
        try (Stream<Path> files = Files.list(HOME.resolve("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Files.writeString(Files.createDirectory(temp.resolve("routes.d")).resolve("publish.camel.yaml"), """
                - routeTemplate:
                    id: caravan-publish
                    parameters:
                      - name: caravanMount
                    route:
                      routeConfigurationId: caravan-on-publish-failure
                      from:
                        uri: "direct:caravan-{{caravanMount}}-publish"
                        steps:
                          - bean:
                              beanType: own.Shout
                          - log: "${body} of ${header.CaravanPath}"
                """);
        Path jar = HOME.resolve("ext/shout.jar");
        makeJar(jar, "own/Shout", "package own; public class Shout { public String shout() { return \"loud\"; } }");
        try {
            Files.writeString(folder.resolve("a.txt"), "a");
            assertThat(run(settings("--once", "--routes", routes.toString())))
                    .as(log())
                    .isZero();
            assertThat(log()).contains("template caravan-publish is taken from", "loud of a.txt");
        } finally {
            Files.delete(jar);
        }
    }

    private void makeJar(Path jar, String name, String source) throws IOException {
        Path file = temp.resolve(name + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "--release", "17", file.toString()))
                .isZero();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(name + ".class"));
            Files.copy(temp.resolve(name + ".class"), out);
        }
    }

    @Test
    void readsNamesOfAnyLanguageWhateverTheLocale() throws Exception {
        Files.writeString(folder.resolve("日本ü.txt"), "a");
        assertThat(run(settings("--once"), Map.of("LC_ALL", "C", "LANG", "C"))).isZero();
        assertThat(s3.keys()).containsExactly("日本ü.txt");
    }

    private String properties() {
        return settings().stream()
                .filter(word -> word.startsWith("mounts."))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private List<String> settings(String... more) {
        List<String> line = new ArrayList<>(List.of("run"));
        for (String setting : List.of(
                "folder=" + folder,
                "bucket=" + S3Server.BUCKET,
                "endpoint=" + s3.endpoint(),
                "access-key=" + S3Server.ACCESS_KEY,
                "secret-key=" + S3Server.SECRET_KEY)) {
            line.add("--set");
            line.add("mounts.m." + setting);
        }
        line.addAll(List.of(more));
        return line;
    }

    private int run(List<String> line) throws Exception {
        return run(line, Map.of());
    }

    private int run(List<String> line, Map<String, String> environment) throws Exception {
        begin(line, environment);
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).as(log()).isTrue();
        return process.exitValue();
    }

    private void begin(List<String> line) throws IOException {
        begin(line, Map.of());
    }

    private void begin(List<String> line, Map<String, String> environment) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("bin/caravan").toString()));
        command.addAll(line);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    private String log() throws IOException {
        return Files.exists(temp.resolve("log")) ? Files.readString(temp.resolve("log")) : "";
    }

    /** Of zeros, but for a few bytes, so that a wrong order of parts would show. */
    private static void sparse(Path file, long size) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            for (long position = 0; position < size; position += 10_000_019) {
                access.seek(position);
                access.writeLong(position);
            }
            access.setLength(size);
        }
    }
}
