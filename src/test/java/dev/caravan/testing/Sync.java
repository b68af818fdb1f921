package dev.caravan.testing;

import dev.caravan.camel.Application;
import dev.caravan.camel.RunOptions;
import dev.caravan.cli.CaravanCommand;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.MountName;
import dev.caravan.status.EventListener;
import dev.caravan.status.PassOutcome;
import dev.caravan.sync.pass.PassOptions;
import dev.caravan.sync.pass.Pauses;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A mount named {@code m} that is synchronized by the real application with the shipped routes. */
public final class Sync implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Path folder;
    private Path routes = Path.of("routes");
    private InitialDirection initialSource;
    private Clock clock = Clock.systemUTC();
    private Pauses pauses = Pauses.USUAL;
    private Application running;
    private Thread thread;
    private volatile Exception failure;
    private final BlockingQueue<PassOutcome> outcomes = new LinkedBlockingQueue<>();
    private final Semaphore turn = new Semaphore(0);
    private boolean changed;
    private volatile boolean ending;
    private final AtomicInteger passes = new AtomicInteger();
    private Runnable betweenPasses = () -> {};
    /** {@code -Dcaravan.plain=true}: as mutations are tried, where a start of Camel for each test would take days. */
    private boolean plain = Boolean.getBoolean("caravan.plain");

    private PlainCycle cycle;
    private EventListener listener = occurrence -> {};

    private Sync(Path folder) {
        this.folder = folder;
    }

    /** A mount of a folder, which is made, and a prefix of the server's bucket. */
    public static Sync of(S3Server server, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Sync(folder)
                .set("folder", folder.toString())
                .set("bucket", S3Server.BUCKET)
                .set("prefix", "p/")
                .set("endpoint", server.endpoint().toString())
                .set("access-key", S3Server.ACCESS_KEY)
                .set("secret-key", S3Server.SECRET_KEY)
                .set("direction", "two-way")
                .set("initial-direction", "merge")
                .set("settle", "20ms")
                .set("interval", "200ms");
    }

    public Sync set(String key, String value) {
        settings.put("mounts.m." + key, value);
        changed = true;
        return this;
    }

    /** Sets something that belongs to another mount or to none. */
    public Sync setGlobal(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public Sync routes(Path directory) {
        routes = directory;
        return this;
    }

    public Sync initialSource(InitialDirection source) {
        initialSource = source;
        return this;
    }

    /** From now on the machine has this clock. */
    public Sync clock(Clock other) {
        clock = other;
        changed = true;
        return this;
    }

    /** What failed is tried again at once, so that a search sees more lives. */
    public Sync impatient() {
        pauses = Pauses.NONE;
        return this;
    }

    /** Passes are made without Camel from now on, as far as {@link #pass} and {@link #once} make them. */
    public Sync plain(boolean without) {
        plain = without;
        return this;
    }

    /** From now on this is told what happens in a pass that {@link #once} makes without Camel. */
    public Sync listen(EventListener to) {
        listener = to;
        return this;
    }

    /** Something that happens between two passes, once it is started. */
    public Sync betweenPasses(Runnable what) {
        betweenPasses = what;
        return this;
    }

    /** Makes one pass over each mount; returns whether everything succeeded. */
    public boolean once() throws Exception {
        stop();
        if (plain) {
            try (PlainCycle one = cycle(true)) {
                one.listen(listener);
                return one.pass();
            }
        }
        List<PassOutcome> outcomes = new ArrayList<>();
        Application application = new Application(null, routes, settings);
        application.run(
                new RunOptions(true, Set.of(), initialSource, (mount, outcome) -> outcomes.add(outcome), clock, pauses),
                Map.of(),
                null);
        if (outcomes.isEmpty()) {
            throw new IllegalStateException("No pass ended");
        }
        return outcomes.stream().allMatch(PassOutcome::succeeded);
    }

    /**
     * One pass of a program that goes on, and waits for the next call; returns whether everything succeeded. It begins anew where
     * a setting changed, or the last pass failed, or it was stopped.
     */
    public boolean pass() throws Exception {
        if (plain) {
            return passWithoutCamel();
        }
        if (running == null || changed) {
            stop();
            changed = false;
            outcomes.clear();
            turn.drainPermits();
            ending = false;
            begin((mount, outcome) -> {
                outcomes.add(outcome);
                awaitTurn();
            });
        } else {
            turn.release();
        }
        PassOutcome outcome = outcomes.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (outcome == null) {
            throw new IllegalStateException("No pass ended", failure);
        }
        if (!outcome.succeeded() && !pauses.equals(Pauses.NONE)) {
            stop(); // it would rest for a second
        }
        return outcome.succeeded();
    }

    private boolean passWithoutCamel() {
        if (cycle == null || changed) {
            stop();
            changed = false;
            cycle = cycle(false);
        }
        boolean succeeded = cycle.pass();
        if (!succeeded && !pauses.equals(Pauses.NONE)) {
            stop();
        }
        return succeeded;
    }

    private PlainCycle cycle(boolean once) {
        return new PlainCycle(settings, new PassOptions(initialSource, once, "", clock, pauses));
    }

    private void awaitTurn() {
        try {
            turn.acquire();
        } catch (InterruptedException e) {
            ending = true;
        }
        if (ending) {
            Thread.currentThread().interrupt(); // so no further pass begins
        }
    }

    /** Starts to synchronize, until it is closed. */
    public Sync start() {
        startWithoutWaiting();
        awaitPasses(1);
        return this;
    }

    /** As {@link #start}, where the first pass may not come to its end. */
    public Sync startWithoutWaiting() {
        begin((mount, outcome) -> {
            betweenPasses.run();
            passes.incrementAndGet();
        });
        return this;
    }

    private void begin(BiConsumer<MountName, PassOutcome> ended) {
        Application application = new Application(null, routes, settings);
        RunOptions options = new RunOptions(false, Set.of(), initialSource, ended, clock, pauses);
        running = application;
        thread = new Thread(
                () -> {
                    try {
                        application.run(options, Map.of(), null);
                    } catch (Exception e) {
                        failure = e;
                    }
                },
                "sync");
        thread.start();
    }

    /** What a command says of the mount, such as {@code held}. */
    public String command(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.add(1, "m");
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        CaravanCommand.execute(writer, writer, commandLine(line.toArray(String[]::new)));
        return said.toString();
    }

    /** Words of a command line, with all settings behind them. */
    public String[] commandLine(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        settings.forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
        return line.toArray(String[]::new);
    }

    /** Waits for so many further passes to end. */
    public void awaitPasses(int further) {
        int wanted = passes.get() + further;
        Awaitility.await().atMost(PATIENCE).until(() -> failure != null || passes.get() >= wanted);
        if (failure != null) {
            throw new IllegalStateException("The application failed", failure);
        }
    }

    /** Waits until something holds. */
    public void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    public Path path(String name) {
        return folder.resolve(name);
    }

    public Sync write(String name, String content) throws IOException {
        Path file = path(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    public String read(String name) throws IOException {
        return Files.exists(path(name)) ? Files.readString(path(name)) : null;
    }

    public void delete(String name) throws IOException {
        Files.delete(path(name));
    }

    /** Name and content of every file but Caravan's own. */
    public Map<String, String> files() throws IOException {
        return filesBelow(folder, path -> !path.startsWith(folder.resolve(".caravan")));
    }

    /** Content by path of what lies in the trash, whatever its time. */
    public Map<String, String> trash() throws IOException {
        Map<String, String> trashed = new TreeMap<>();
        Path trash = folder.resolve(".caravan/trash");
        if (Files.isDirectory(trash)) {
            filesBelow(trash, path -> true)
                    .forEach((name, content) -> trashed.put(name.substring(name.indexOf('/') + 1), content));
        }
        return trashed;
    }

    private static Map<String, String> filesBelow(Path root, java.util.function.Predicate<Path> filter)
            throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(filter).filter(Files::isRegularFile).toList()) {
                all.put(root.relativize(file).toString(), Files.readString(file));
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            // Caravan took something away meanwhile: whoever awaits something looks again
            return filesBelow(root, filter);
        }
        return all;
    }

    /** Stops, orderly. */
    public void stop() {
        if (cycle != null) {
            cycle.close();
            cycle = null;
        }
        if (running != null) {
            ending = true;
            turn.release();
            running.stop();
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            running = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
