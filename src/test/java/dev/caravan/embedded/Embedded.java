package dev.caravan.embedded;

import dev.caravan.cli.CaravanCommand;
import dev.caravan.local.UserState;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Shows Caravan at work on a sample folder: with a bucket in this very process, kept in a folder, or with one of S3 if the
 * system property {@code bucket} names one. Everything is below {@code target/embedded}.
 */
public final class Embedded {
    private static final Path HERE = Path.of("target/embedded").toAbsolutePath();
    private static final Path FOLDER = HERE.resolve("folder");
    private static final String PREFIX = "caravan-sample/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PrintStream out;
    private final S3Client client;
    private final String bucket;
    private final String endpoint;

    private Embedded(PrintStream out, S3Client client, String bucket, String endpoint) {
        this.out = out;
        this.client = client;
        this.bucket = bucket;
        this.endpoint = endpoint;
    }

    /** System properties: {@code bucket} of S3, and {@code stay}, the seconds that it goes on after the show. */
    public static void main(String[] args) throws IOException {
        String named = System.getProperty("bucket", "");
        int stay = Integer.parseInt(System.getProperty("stay", "30"));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        clean();
        int code;
        if (named.isEmpty()) {
            Files.createDirectories(HERE.resolve("bucket"));
            S3Server server = S3Server.start(
                    new FilesystemNio2BlobStore(HERE.resolve("bucket").toString()));
            code = new Embedded(
                            out,
                            server.client(),
                            S3Server.BUCKET,
                            server.endpoint().toString())
                    .run(stay);
        } else {
            code = new Embedded(out, S3Client.create(), named, "").run(stay);
        }
        if (code != 0) {
            // not through the hook that ends Caravan orderly, and with 0
            Runtime.getRuntime().halt(code);
        }
        System.exit(0);
    }

    private static void clean() throws IOException {
        if (Files.exists(HERE)) {
            try (Stream<Path> old = Files.walk(HERE)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(FOLDER.resolve("letters"));
        // a folder that begins anew with each show is no folder that lost its index
        Files.deleteIfExists(new UserState(System.getenv()).record(FOLDER));
        Files.writeString(FOLDER.resolve("hello.txt"), "hello\n");
        Files.writeString(FOLDER.resolve("letters/a.txt"), "a\n");
        Files.writeString(FOLDER.resolve("letters/b.txt"), "b\n");
    }

    /** Runs Caravan, and while it runs changes things on both sides. */
    private int run(int stay) throws IOException {
        out.println("folder  " + FOLDER);
        out.println("bucket  s3://" + bucket + "/" + PREFIX
                + (endpoint.isEmpty() ? "" : "  (in this process, kept in " + HERE.resolve("bucket") + ")"));
        int[] failure = {0};
        Thread show = new Thread(
                () -> {
                    try {
                        show(stay);
                    } catch (Exception e) {
                        out.println("The show failed: " + e);
                        failure[0] = 1;
                    }
                },
                "show");
        show.setDaemon(true);
        show.start();
        String[] line = line().toArray(String[]::new);
        Thread run = new Thread(() -> CaravanCommand.execute(line), "run");
        run.setDaemon(true);
        run.start();
        try {
            show.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return failure[0];
    }

    private List<String> line() throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "folder=" + FOLDER, "bucket=" + bucket, "prefix=" + PREFIX, "direction=two-way", "interval=1s"));
        if (!endpoint.isEmpty()) {
            settings.add("endpoint=" + endpoint);
            settings.add("access-key=" + S3Server.ACCESS_KEY);
            settings.add("secret-key=" + S3Server.SECRET_KEY);
        }
        Path file = HERE.resolve("sample.properties");
        Files.write(
                file,
                settings.stream().map(setting -> "mounts.sample." + setting).toList());
        return List.of("run", "--config", file.toString());
    }

    private void show(int stay) throws IOException {
        say("The folder's three files go to the bucket.");
        until(() -> "b\n".equals(object("letters/b.txt")) && "hello\n".equals(object("hello.txt")));

        say("A change in the folder:  echo 'hello again' > hello.txt");
        Files.writeString(FOLDER.resolve("hello.txt"), "hello again\n");
        until(() -> "hello again\n".equals(object("hello.txt")));

        say("A deletion in the folder:  rm letters/a.txt");
        Files.delete(FOLDER.resolve("letters/a.txt"));
        until(() -> object("letters/a.txt") == null);

        say("Somebody else puts an object into the bucket:  from-s3/news.txt");
        client.putObject(put -> put.bucket(bucket).key(PREFIX + "from-s3/news.txt"), RequestBody.fromString("news\n"));
        until(() -> Files.exists(FOLDER.resolve("from-s3/news.txt")));

        say("Somebody else deletes an object:  letters/b.txt (the file goes to .caravan/trash)");
        client.deleteObject(delete -> delete.bucket(bucket).key(PREFIX + "letters/b.txt"));
        until(() -> !Files.exists(FOLDER.resolve("letters/b.txt")));

        say("Somebody empties the folder:  rm -r * (that might be a disk that is not mounted: the deletions are held)");
        for (String name : List.of("hello.txt", "from-s3/news.txt")) {
            Files.delete(FOLDER.resolve(name));
        }
        until(() -> command("held").contains("2 deletions held"));
        out.println("    Look at it, and restore the files, on this page, which opens once: "
                + command("page").strip());

        say("For " + stay + " more seconds it is your turn to change files in the folder, or to settle the incident.");
        if (!endpoint.isEmpty()) {
            out.println("    The bucket answers at " + endpoint + " to access key " + S3Server.ACCESS_KEY
                    + ", secret key " + S3Server.SECRET_KEY + ".");
        }
        out.println("    Ctrl+C ends it.");
        linger(Duration.ofSeconds(stay));
        say("Done.");
    }

    private String command(String word) throws IOException {
        List<String> words = new ArrayList<>(List.of(word, "sample"));
        words.addAll(line().subList(1, line().size()));
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        CaravanCommand.execute(writer, writer, words.toArray(String[]::new));
        return said.toString();
    }

    private void say(String what) {
        out.println();
        out.println("==> " + what);
    }

    private void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition);
        // the log tells it a moment later
        linger(Duration.ofMillis(500));
    }

    private static void linger(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Awaitility.await()
                .atMost(time.plusSeconds(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> System.nanoTime() > end);
    }

    private String object(String name) {
        try {
            return client.getObjectAsBytes(get -> get.bucket(bucket).key(PREFIX + name))
                    .asUtf8String();
        } catch (NoSuchKeyException e) {
            return null;
        }
    }
}
