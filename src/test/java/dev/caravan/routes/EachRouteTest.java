package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.camel.Headers;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.sync.look.Candidate;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.seda.BlockingQueueFactory;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Each route by itself: what it calls, in which order, and where it sends a path. The beans are stand-ins. */
public class EachRouteTest extends CamelTestSupport {
    @TempDir
    Path folder;

    private final List<String> called = new ArrayList<>();
    private final Map<String, Consumer<Exchange>> doing = new HashMap<>();

    /** Stands for every bean: remembers what was called, and does what a test says. */
    public final class StandIn {
        private final String name;

        StandIn(String name) {
            this.name = name;
        }

        private void call(String method, Exchange exchange) {
            called.add(name + "." + method);
            doing.getOrDefault(name + "." + method, nothing -> {}).accept(exchange);
        }

        public void begin(Exchange exchange) {
            call("begin", exchange);
        }

        public void scan(Exchange exchange) {
            call("scan", exchange);
        }

        public void candidate(Exchange exchange) {
            call("candidate", exchange);
        }

        public void drain(Exchange exchange) {
            call("drain", exchange);
        }

        public void missingPaths(Exchange exchange) {
            call("missingPaths", exchange);
        }

        public void failed(Exchange exchange) {
            call("failed", exchange);
        }

        public void end(Exchange exchange) {
            call("end", exchange);
        }

        public void admit(Exchange exchange) {
            call("admit", exchange);
        }

        public void nextPage(Exchange exchange) {
            call("nextPage", exchange);
        }

        public void take(Exchange exchange) {
            call("take", exchange);
        }

        public void changedObjects(Exchange exchange) {
            call("changedObjects", exchange);
        }

        public void decide(Exchange exchange) {
            call("decide", exchange);
        }

        public void backUp(Exchange exchange) {
            call("backUp", exchange);
        }

        public void prepare(Exchange exchange) {
            call("prepare", exchange);
        }

        public void count(Exchange exchange) {
            call("count", exchange);
        }

        public void checkBody(Exchange exchange) {
            call("checkBody", exchange);
        }

        public void sendParts(Exchange exchange) {
            call("sendParts", exchange);
        }

        public void confirm(Exchange exchange) {
            call("confirm", exchange);
        }

        public void receive(Exchange exchange) {
            call("receive", exchange);
        }

        public void receiveParts(Exchange exchange) {
            call("receiveParts", exchange);
        }

        public void prepareRemote(Exchange exchange) {
            call("prepareRemote", exchange);
        }

        public void confirmRemote(Exchange exchange) {
            call("confirmRemote", exchange);
        }

        public void deleteLocal(Exchange exchange) {
            call("deleteLocal", exchange);
        }

        public void setAside(Exchange exchange) {
            call("setAside", exchange);
        }

        public void write(Exchange exchange) {
            call("write", exchange);
        }

        public void completed(Exchange exchange) {
            call("completed", exchange);
        }

        public boolean enters(Exchange exchange) {
            call("enters", exchange);
            return true;
        }
    }

    private void lists(boolean listed) {
        doing.put("pass.begin", exchange -> exchange.getMessage().setHeader(Headers.LISTS_BUCKET, listed));
    }

    @Test
    void aPassThatListsNothingLooksAtWhatEventsNamed() throws Exception {
        lists(false);
        start(
                "pass",
                Map.of(
                        "direct:caravan-m-list-bucket",
                        "list",
                        "direct:caravan-m-changed-objects",
                        "changed",
                        "direct:caravan-m-drain",
                        "drain",
                        "direct:caravan-m-missing-paths",
                        "missing"));
        template.sendBody("direct:test", "");
        assertThat(called).startsWith("pass.begin", "to changed", "to drain");
    }

    @Test
    void passLooksAtBothSidesThenAtWhatIsMissing() throws Exception {
        lists(true);
        start(
                "pass",
                Map.of(
                        "direct:caravan-m-list-bucket",
                        "list",
                        "direct:caravan-m-changed-objects",
                        "changed",
                        "direct:caravan-m-drain",
                        "drain",
                        "direct:caravan-m-missing-paths",
                        "missing"));
        template.sendBody("direct:test", "");
        assertThat(called)
                .containsExactly(
                        "pass.begin",
                        "to list",
                        "to drain",
                        "scan.scan",
                        "to drain",
                        "to missing",
                        "to drain",
                        "pass.end",
                        "pass.count");
    }

    @Test
    void passEndsAlsoWhenAStepFails() throws Exception {
        lists(true);
        doing.put("scan.scan", exchange -> {
            throw new IllegalStateException("no");
        });
        start(
                "pass",
                Map.of(
                        "direct:caravan-m-list-bucket",
                        "list",
                        "direct:caravan-m-changed-objects",
                        "changed",
                        "direct:caravan-m-drain",
                        "drain",
                        "direct:caravan-m-missing-paths",
                        "missing"));
        template.sendBody("direct:test", "");
        assertThat(called)
                .containsExactly(
                        "pass.begin", "to list", "to drain", "scan.scan", "pass.failed", "pass.end", "pass.count");
    }

    @Test
    void drainHandsOverUntilNothingIsLeft() throws Exception {
        Iterator<List<String>> left =
                List.of(List.of("a", "b"), List.of("b"), List.<String>of()).iterator();
        doing.put("in-flight.drain", exchange -> exchange.getMessage().setBody(left.next()));
        start("drain", Map.of("direct:caravan-m-hand-over", "hand-over"));
        template.sendBody("direct:caravan-m-drain", "");
        assertThat(called)
                .containsExactly(
                        "in-flight.drain",
                        "to hand-over",
                        "to hand-over",
                        "in-flight.drain",
                        "to hand-over",
                        "in-flight.drain");
    }

    @Test
    void listBucketGoesPageByPageAndHandsOverEachVersionOnce() throws Exception {
        Iterator<Object> pages =
                java.util.Arrays.<Object>asList("page 1", "page 2", null).iterator();
        doing.put("listing.nextPage", exchange -> exchange.getMessage().setBody(pages.next()));
        Iterator<List<Candidate>> changes = List.of(
                        List.of(listed("a"), listed("b"), listed("a")), List.of(listed("c")))
                .iterator();
        doing.put("listing.changedObjects", exchange -> exchange.getMessage().setBody(changes.next()));
        start("list-bucket", Map.of("direct:caravan-m-hand-over", "hand-over", "aws2-s3:b", "s3"));
        template.sendBody("direct:caravan-m-list-bucket", "");
        assertThat(called)
                .containsExactly(
                        "listing.nextPage",
                        "to s3",
                        "listing.changedObjects",
                        "to hand-over",
                        "to hand-over",
                        "listing.nextPage",
                        "to s3",
                        "listing.changedObjects",
                        "to hand-over",
                        "listing.nextPage");
    }

    @Test
    void changedObjectsAreHandedOver() throws Exception {
        doing.put(
                "events.changedObjects", exchange -> exchange.getMessage().setBody(List.of(listed("a"), listed("b"))));
        start("changed-objects", Map.of("direct:caravan-m-hand-over", "hand-over"));
        template.sendBody("direct:caravan-m-changed-objects", "");
        assertThat(called).containsExactly("events.changedObjects", "to hand-over", "to hand-over");
    }

    @Test
    void bucketEventsAreTaken() throws Exception {
        start("bucket-events", Map.of());
        template.sendBody("direct:test", "{}");
        assertThat(called).containsExactly("events.take");
    }

    private static Candidate listed(String path) {
        return Candidate.remotely(new RelativePath(path), new RemoteVersion("e", 1, Instant.EPOCH, false));
    }

    @Test
    void scanFolderHandsOverFiles() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("d")).resolve("a"), "a");
        start("scan-folder", Map.of("direct:caravan-m-hand-over", "hand-over"));
        org.awaitility.Awaitility.await().until(() -> called.contains("to hand-over"));
        // a busy machine may poll twice before it hands over
        assertThat(called).containsSubsequence("directories.enters", "scan.candidate", "to hand-over");
        assertThat(folder.resolve("d/a")).hasContent("a");
    }

    @Test
    void missingPathsAreHandedOver() throws Exception {
        doing.put(
                "pass.missingPaths",
                exchange -> exchange.getMessage().setBody(List.of("a", "b").iterator()));
        start("missing-paths", Map.of("direct:caravan-m-hand-over", "hand-over"));
        template.sendBody("direct:caravan-m-missing-paths", "");
        assertThat(called).containsExactly("pass.missingPaths", "to hand-over", "to hand-over");
    }

    @Test
    void handOverAdmitsAndQueues() throws Exception {
        start("hand-over", Map.of("direct:caravan-m-reconcile", "reconcile"));
        doing.put("in-flight.admit", exchange -> exchange.getMessage().setHeader(Headers.MOUNT, "m"));
        template.sendBody("direct:caravan-m-hand-over", "path");
        org.awaitility.Awaitility.await().until(() -> called.contains("to reconcile"));
        assertThat(called).containsExactly("in-flight.admit", "to reconcile");
    }

    @Test
    void reconcileSendsAPathToTheRouteOfItsAction() throws Exception {
        start(
                "reconcile",
                Map.of("direct:caravan-m-upload", "upload", "direct:caravan-m-delete-local", "delete-local"));
        reconcile("upload");
        reconcile("delete-local");
        reconcile("skip");
        assertThat(called)
                .containsExactly(
                        "reconcile.decide", "to upload", "reconcile.decide", "to delete-local", "reconcile.decide");
    }

    private void reconcile(String action) {
        doing.put("reconcile.decide", exchange -> exchange.getMessage().setHeader(Headers.ACTION, action));
        template.sendBodyAndHeader("direct:caravan-m-reconcile", "", Headers.PATH, action);
    }

    @Test
    void uploadSendsAFile() throws Exception {
        doing.put("upload.prepare", exchange -> {
            exchange.getMessage().setHeader(Headers.IN_PARTS, false);
            exchange.getMessage().setBody(new File("x"));
        });
        start("upload", Map.of("direct:caravan-m-record", "record", "aws2-s3:b", "s3"));
        template.sendBody("direct:caravan-m-upload", "");
        assertThat(called)
                .containsExactly(
                        "backup.backUp", "upload.prepare", "upload.checkBody", "to s3", "upload.confirm", "to record");
    }

    @Test
    void uploadSendsALargeFileInParts() throws Exception {
        doing.put("upload.prepare", exchange -> exchange.getMessage().setHeader(Headers.IN_PARTS, true));
        start("upload", Map.of("direct:caravan-m-record", "record", "aws2-s3:b", "s3"));
        template.sendBody("direct:caravan-m-upload", "");
        assertThat(called)
                .containsExactly(
                        "backup.backUp",
                        "upload.prepare",
                        "upload.checkBody",
                        "upload.sendParts",
                        "upload.confirm",
                        "to record");
    }

    @Test
    void downloadFetchesAnObject() throws Exception {
        doing.put("download.prepare", exchange -> exchange.getMessage().setHeader(Headers.IN_PARTS, false));
        start("download", Map.of("direct:caravan-m-record", "record", "aws2-s3:b", "s3"));
        template.sendBody("direct:caravan-m-download", "");
        assertThat(called).containsExactly("download.prepare", "to s3", "download.receive", "to record");
    }

    @Test
    void downloadFetchesALargeObjectInParts() throws Exception {
        doing.put("download.prepare", exchange -> exchange.getMessage().setHeader(Headers.IN_PARTS, true));
        start("download", Map.of("direct:caravan-m-record", "record", "aws2-s3:b", "s3"));
        template.sendBody("direct:caravan-m-download", "");
        assertThat(called).containsExactly("download.prepare", "download.receiveParts", "to record");
    }

    @Test
    void deleteRemoteKeepsACopyFirst() throws Exception {
        start("delete-remote", Map.of("direct:caravan-m-record", "record", "aws2-s3:b", "s3"));
        template.sendBody("direct:caravan-m-delete-remote", "");
        assertThat(called)
                .containsExactly("backup.backUp", "delete.prepareRemote", "to s3", "delete.confirmRemote", "to record");
    }

    @Test
    void deleteLocalRecords() throws Exception {
        start("delete-local", Map.of("direct:caravan-m-record", "record"));
        template.sendBody("direct:caravan-m-delete-local", "");
        assertThat(called).containsExactly("delete.deleteLocal", "to record");
    }

    @Test
    void conflictGoesOnWithTheWinner() throws Exception {
        doing.put("conflict.setAside", exchange -> exchange.getMessage().setHeader(Headers.ACTION, "download"));
        start("conflict", Map.of("direct:caravan-m-download", "download"));
        template.sendBody("direct:caravan-m-conflict", "");
        assertThat(called).containsExactly("conflict.setAside", "to download");
    }

    @Test
    void recordWritesThenPublishes() throws Exception {
        start("record", Map.of("direct:caravan-m-publish", "publish"));
        template.sendBody("direct:caravan-m-record", "");
        assertThat(called).containsExactly("record.write", "report.completed", "to publish");
    }

    @Test
    void publishIsForStepsOfOthers() throws Exception {
        start("publish", Map.of());
        template.sendBody("direct:caravan-m-publish", "");
        assertThat(called).isEmpty();
    }

    @Test
    void whatFailsEndsAtFailedAndNothingBehindItIsDone() throws Exception {
        doing.put("upload.prepare", exchange -> {
            throw new IllegalStateException("no");
        });
        start(
                "upload",
                Map.of("direct:caravan-m-record", "record", "aws2-s3:b", "s3", "direct:caravan-m-failed", "failed"));
        template.sendBodyAndHeader("direct:caravan-m-upload", "", Headers.MOUNT, "m");
        assertThat(called).containsExactly("backup.backUp", "upload.prepare", "to failed");
    }

    @Test
    void failedAsksTheBean() throws Exception {
        start("failed", Map.of());
        template.sendBody("direct:caravan-m-failed", "");
        assertThat(called).containsExactly("failure.failed");
    }

    /** Starts one template of the shipped files, with stand-ins for its beans and for the endpoints that it sends to. */
    private void start(String route, Map<String, String> endpoints) throws Exception {
        CamelContext camel = context;
        camel.getRegistry().bind("caravan-queue", BlockingQueueFactory.class, new OneQueue());
        for (String bean : List.of(
                "pass",
                "in-flight",
                "backup",
                "report",
                "scan",
                "directories",
                "listing",
                "events",
                "reconcile",
                "upload",
                "download",
                "delete",
                "conflict",
                "record",
                "failure")) {
            camel.getRegistry().bind("caravan-m-" + bean, new StandIn(bean));
        }
        camel.getRegistry().bind("caravan-publish-failure", new StandIn("publish"));
        camel.getRegistry()
                .bind("caravan-told", new LoggingExceptionHandler(camel, EachRouteTest.class, LoggingLevel.TRACE));
        camel.getRegistry().bind("caravan-m-paths-in-flight", new MemoryIdempotentRepository());
        camel.getRegistry().bind("caravan-m-files-in-flight", new MemoryIdempotentRepository());
        camel.getRegistry().bind("caravan-m-files-in-step", new MemoryIdempotentRepository());
        camel.getRegistry().bind("caravan-m-objects-in-step", new MemoryIdempotentRepository());
        camel.getRegistry().bind("caravan-m-s3", software.amazon.awssdk.services.s3.S3Client.class, stub());
        camel.getRegistry().bind("caravan-m-sqs", SqsClient.class, new NoQueue());
        try (var files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file)
                        .replace("scheduler: \"#caravan-{{caravanMount}}-schedule\"", "initialDelay: 100000")
                        .replace("scheduler: \"#caravan-{{caravanMount}}-scan\"", "initialDelay: 10")
                        .replace("pollStrategy: \"#caravan-{{caravanMount}}-scan\"", "delay: 100000")
                        .replace("pollStrategy: \"#caravan-{{caravanMount}}-events\"", "initialDelay: 100000");
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(org.apache.camel.support.ResourceHelper.fromString(file.toString(), text));
            }
        }
        ((ModelCamelContext) camel)
                .addRouteFromTemplate(
                        "m-" + route,
                        "caravan-" + route,
                        Map.of(
                                "caravanMount",
                                "m",
                                "folder",
                                folder.toString(),
                                "bucket",
                                "b",
                                "queue",
                                "http://localhost/q"));
        org.apache.camel.builder.AdviceWith.adviceWith(camel, "m-" + route, advice -> {
            endpoints.forEach((uri, name) -> advice.interceptSendToEndpoint(uri + "*")
                    .skipSendToOriginalEndpoint()
                    .process(exchange -> called.add("to " + name)));
            if (route.equals("pass") || route.equals("bucket-events")) {
                advice.replaceFromWith("direct:test");
            }
        });
    }

    /** Nothing is ever sent to it. */
    private static software.amazon.awssdk.services.s3.S3Client stub() {
        return software.amazon.awssdk.services.s3.S3Client.builder()
                .region(software.amazon.awssdk.regions.Region.US_EAST_1)
                .endpointOverride(java.net.URI.create("http://127.0.0.1:9"))
                .build();
    }

    private static final class OneQueue implements BlockingQueueFactory<Exchange> {
        private final ArrayBlockingQueue<Exchange> queue = new ArrayBlockingQueue<>(10);

        @Override
        public ArrayBlockingQueue<Exchange> create() {
            return queue;
        }

        @Override
        public ArrayBlockingQueue<Exchange> create(int capacity) {
            return queue;
        }
    }

    /** Nothing is ever taken from it. */
    private static final class NoQueue implements SqsClient {
        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
