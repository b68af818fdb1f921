package dev.caravan.cli;

import dev.caravan.camel.Application;
import dev.caravan.camel.RunOptions;
import dev.caravan.camel.StandaloneSettings;
import dev.caravan.config.ConfigurationException;
import dev.caravan.config.PropertiesFile;
import dev.caravan.local.UserState;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.Mount;
import dev.caravan.mount.MountName;
import dev.caravan.status.Journal;
import dev.caravan.status.PassOutcome;
import dev.caravan.status.ProgramEvent;
import dev.caravan.transfer.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** One run of the program: finds its files, starts Camel, and waits for the end. */
final class Run {
    private static final String PROPERTIES = "application.properties";

    /** A pass that took so long has used memory that quiet ones do not. */
    private static final Duration BUSY = Duration.ofSeconds(3);

    private final @Nullable Path config;
    private final @Nullable Path routes;
    private final Map<String, String> settings;
    private final Set<String> only;
    private final boolean once;
    private final @Nullable Duration stopAfter;
    private final @Nullable InitialDirection initialSource;
    private final Logging.Detail detail;
    private final Journal journal = Journal.ofProgram();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile @Nullable Application running;
    private boolean readsProperties = true;
    private boolean mayHandOver = true;
    private BiPredicate<MountName, Decision> allowed = (mount, decision) -> true;

    Run(
            @Nullable Path config,
            @Nullable Path routes,
            Map<String, String> settings,
            Set<String> only,
            boolean once,
            @Nullable Duration stopAfter,
            @Nullable InitialDirection initialSource,
            Logging.Detail detail) {
        this.config = config;
        this.routes = routes;
        this.settings = settings;
        this.only = only;
        this.once = once;
        this.stopAfter = stopAfter;
        this.initialSource = initialSource;
        this.detail = detail;
    }

    /** Takes nothing but the settings that it was given. */
    Run withoutPropertiesFile() {
        readsProperties = false;
        mayHandOver = false;
        return this;
    }

    /** Carries out nothing but this. */
    Run only(BiPredicate<MountName, Decision> some) {
        allowed = some;
        mayHandOver = false;
        return this;
    }

    int execute() throws Exception {
        Path file = Home.existing(config, "--config", "file");
        Path directory = Home.existing(routes, "--routes", "directory");
        Path properties = file != null || !readsProperties ? file : Home.find(PROPERTIES);
        if (properties != null) {
            PropertiesFile.check(properties);
        }
        LiveLine live = live(LogFormat.of(settings, properties));
        configureLog(properties, live);
        Warmup.mayLog();
        Path found = directory != null ? directory : Home.find("routes");
        if (found != null) {
            Home.unused("routes.d", found)
                    .ifPresent(own -> journal.publish(new ProgramEvent.OwnRoutesUnused(own, found)));
        }
        long end = stopAfter == null ? Long.MAX_VALUE : System.nanoTime() + stopAfter.toNanos();
        Termination termination = Termination.of(this::stop, once);
        Hangup hangup = new Hangup(() -> readAgain(properties), journal);
        try (hangup) {
            do {
                again.set(false);
                configureLog(properties, live);
                Set<String> left = handOver(properties);
                if (left == null || (!left.isEmpty() && !stopping.get())) {
                    run(properties, found, end, live, left == null ? only : left);
                }
            } while (again.get());
        } finally {
            Application last = running;
            if (last != null && last.hasStarted()) {
                journal.publish(new ProgramEvent.Stopped());
            }
            termination.ended();
        }
        if (once && failed.get()) {
            return CaravanCommand.FAILED;
        }
        return once && waiting.get() ? CaravanCommand.WAITING : CaravanCommand.DONE;
    }

    /**
     * Has Caravans that run already make the passes over the mounts that they have open.
     *
     * @return the mounts that are left to be done here; null if nothing was handed over
     */
    private @Nullable Set<String> handOver(@Nullable Path properties) throws IOException, InterruptedException {
        boolean fits = once && mayHandOver && initialSource == null && stopAfter == null && routes == null;
        if (!fits || !new UserState(System.getenv()).isAnyReachable()) {
            return null;
        }
        List<Mount> wanted = StandaloneSettings.read(properties, settings, System.getenv()).mounts().stream()
                .filter(mount -> only.isEmpty() || only.contains(mount.name().value()))
                .toList();
        if (wanted.isEmpty() || (!only.isEmpty() && wanted.size() < only.size())) {
            return null; // one of them is not there, which is told where a run begins
        }
        Set<String> left = new LinkedHashSet<>();
        for (Mount mount : wanted) {
            Optional<HandOver> handed = stopping.get() ? Optional.empty() : HandOver.alike(mount);
            if (handed.isEmpty()) {
                left.add(mount.name().value());
            } else {
                int code = handed.get().carryOut(stopping::get);
                failed.compareAndSet(false, code == CaravanCommand.FAILED);
                waiting.compareAndSet(false, code == CaravanCommand.WAITING);
            }
        }
        return left;
    }

    /** The line that shows progress, where bin/caravan says that somebody looks at a terminal; null elsewhere. */
    private @Nullable LiveLine live(String format) {
        int columns = Integer.getInteger("caravan.terminal.columns", 0);
        return columns > 0 && detail == Logging.Detail.USUAL && !format.equals("json")
                ? new LiveLine(columns, Clock.systemUTC())
                : null;
    }

    private void configureLog(@Nullable Path properties, @Nullable LiveLine live) throws IOException {
        String format = LogFormat.of(settings, properties);
        if (live == null) {
            Logging.configure(format, detail);
        } else {
            Logging.configure(format, detail, live);
        }
    }

    private void run(
            @Nullable Path properties, @Nullable Path found, long end, @Nullable LiveLine live, Set<String> mounts)
            throws Exception {
        Application application = new Application(properties, found, settings);
        Thread drawing = new Thread(live == null ? () -> {} : live::draw, "progress");
        if (live != null) {
            live.clear();
            application.listen(live);
            drawing.setDaemon(true);
            drawing.start();
        }
        try {
            run(application, properties, end, mounts);
        } finally {
            drawing.interrupt();
        }
    }

    private void run(Application application, @Nullable Path properties, long end, Set<String> mounts)
            throws Exception {
        running = application;
        if (stopping.get()) {
            return;
        }
        String configuration = properties == null
                ? ""
                : properties.toAbsolutePath().normalize().toString();
        RunOptions options = RunOptions.ofProgram(
                once,
                mounts,
                initialSource,
                this::ended,
                configuration,
                Invocation.of(config, settings).options(),
                allowed);
        Duration left = end == Long.MAX_VALUE ? null : Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        application.run(options, System.getenv(), left);
    }

    private void stop() {
        stopping.set(true);
        again.set(false);
        Application application = running;
        if (application != null) {
            application.stop();
        }
    }

    /** Settings that are wrong change nothing: what runs goes on as it was. */
    private void readAgain(@Nullable Path properties) {
        try {
            if (properties != null) {
                PropertiesFile.check(properties);
            }
            StandaloneSettings.read(properties, settings, System.getenv());
        } catch (ConfigurationException e) {
            refused("the settings are refused, and the previous ones stay in force. " + e.getMessage());
            return;
        } catch (IOException | RuntimeException e) {
            refused("the settings cannot be read, and the previous ones stay in force: " + e);
            return;
        }
        journal.publish(new ProgramEvent.SettingsReread());
        again.set(true);
        Application application = running;
        if (application != null) {
            application.stop();
        }
    }

    private void refused(String why) {
        journal.publish(new ProgramEvent.SettingsRefused(why));
    }

    private void ended(MountName mount, PassOutcome outcome) {
        if (!outcome.succeeded()) {
            failed.set(true);
        }
        if (outcome.waiting()) {
            waiting.set(true);
        }
        if (!once && outcome.taken().compareTo(BUSY) > 0) {
            System.gc(); // what a busy pass needed goes back to the machine, as nothing else would soon ask for it
        }
    }
}
