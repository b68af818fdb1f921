package dev.caravan.camel;

import dev.caravan.config.Settings;
import dev.caravan.local.ConflictNames;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.remote.multipart.Parallel;
import dev.caravan.status.EventListener;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.PassOutcome;
import dev.caravan.status.ProgramEvent;
import dev.caravan.sync.control.ControlNotice;
import dev.caravan.sync.control.ControlServer;
import dev.caravan.sync.control.ControlledMount;
import dev.caravan.sync.control.MountDesk;
import dev.caravan.sync.pass.MountSync;
import dev.caravan.sync.pass.MountSyncFactory;
import dev.caravan.sync.pass.PassOptions;
import dev.caravan.sync.pass.Pauses;
import dev.caravan.sync.plan.Planner;
import dev.caravan.sync.review.ReviewedMount;
import dev.caravan.sync.session.Environment;
import dev.caravan.transfer.Sizes;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.util.MimeTypeHelper;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/** The mounts of a Camel context: their beans are bound before it starts, and let go after it has stopped. */
final class Installation extends SimpleEventNotifierSupport {

    /** How many paths of a mount may wait for a transfer: enough to keep every thread busy. */
    private static final int WAITING_PER_THREAD = 4;

    /** How many parts of one file are under way: more do not make it faster, as they wait for each other at the disk. */
    private static final int PARTS_AT_A_TIME = 8;

    /** Whoever asks slowly keeps one of them for two seconds. */
    private static final int CONTROL_THREADS = 200;

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final List<MountSync> syncs = new ArrayList<>();
    private final Clients clients;
    private final ExecutorService partHelpers;
    private final FairQueue queue;
    private @Nullable ControlServer control;
    private @Nullable ServiceNotice service;
    private @Nullable ScheduledExecutorService notices;

    private Installation(Clients clients, ExecutorService partHelpers, FairQueue queue) {
        this.clients = clients;
        this.partHelpers = partHelpers;
        this.queue = queue;
    }

    /** Binds everything that the routes of these mounts need. */
    static void install(CamelContext context, Settings settings, RunOptions options, Runnable finished) {
        PreparedPuts puts = new PreparedPuts();
        int concurrency = settings.concurrency();
        ExecutorService helpers = context.getExecutorServiceManager().newFixedThreadPool(context, "parts", concurrency);
        Installation installation = new Installation(
                new Clients(concurrency, puts, !options.pauses().equals(Pauses.NONE)),
                helpers,
                new FairQueue(concurrency * WAITING_PER_THREAD));
        context.getManagementStrategy().addEventNotifier(installation);
        Registry registry = context.getRegistry();
        OwnBeans beans = OwnBeans.in(context);
        beans.bind("caravan-queue", new FairQueueFactory(installation.queue));
        beans.bind("caravan-publish-failure", new PublishFailure());
        beans.bind("caravan-told", new AlreadyTold(context));
        MountRoutes routes = new MountRoutes(context, settings.mounts(), options.once());
        registry.bind("caravan-routes", routes);
        try {
            context.addStartupListener(new RouteCheck(settings.mounts()));
            context.addStartupListener((started, already) -> installation.registerHealth(started, options.clock()));
            context.addStartupListener((started, already) -> installation.bindMeters(started, options.clock()));
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        installation.bindMounts(beans, context, settings, options, puts, finished);
        if (settings.control() && !options.once()) {
            installation.listen(context, settings, options);
        }
        if (options.alone() && !options.once()) {
            installation.notifyService(context);
        }
        started(settings, options);
    }

    /** How each mount stands, in a few words. */
    private List<Supplier<String>> standings() {
        return syncs.stream()
                .map(sync -> (Supplier<String>)
                        () -> sync.mount() + ": " + (sync.standing().inStep() ? "in step" : "not in step") + ", "
                                + sync.journal().state().phase().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private void notifyService(CamelContext context) {
        ServiceNotice.of(System.getenv(), standings()).ifPresent(notice -> {
            service = notice;
            notices = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(context, "service");
        });
    }

    private void bindMounts(
            OwnBeans own,
            CamelContext context,
            Settings settings,
            RunOptions options,
            PreparedPuts puts,
            Runnable finished) {
        AtomicInteger left = new AtomicInteger(settings.mounts().size());
        int atATime = Math.min(settings.concurrency(), PARTS_AT_A_TIME);
        Parallel parallel = new Parallel(partHelpers, atATime, stopping::get);
        Environment environment = new Environment(
                parallel,
                new Sizes(settings.multipartThreshold(), settings.partSize()),
                MimeTypeHelper::probeMimeType,
                new ConflictNames(host()),
                new UserState(System.getenv()),
                options.clock());
        PassOptions passes = new PassOptions(
                options.initialSource(),
                options.once(),
                options.options(),
                options.clock(),
                options.pauses(),
                options.allowed());
        MountSyncFactory factory = new MountSyncFactory(clients, environment, passes, stopping::get);
        MountBeans beans = new MountBeans(own, puts);
        for (Mount mount : settings.mounts()) {
            MountSync sync = factory.of(mount);
            syncs.add(sync);
            context.getRegistry().findByType(EventListener.class).forEach(sync.journal()::add);
            Runnable mountFinished = () -> {
                if (left.decrementAndGet() == 0) {
                    finished.run();
                }
            };
            if (mount.listing().events().isPresent() && !options.once()) {
                own.bind(MountRoutes.PREFIX + mount.name() + "-sqs", clients.queue(mount));
            }
            Consumer<PassOutcome> ended = outcome -> options.ended().accept(mount.name(), outcome);
            PassSchedule schedule = options.once()
                    ? PassSchedule.once(sync.pass(), sync.pace(), mountFinished, ended)
                    : PassSchedule.continuous(sync.pass(), sync.pace(), ended);
            beans.bind(sync, schedule, ended);
        }
    }

    /** The class of meters is there only where an application has metrics: nothing here may need it. */
    private void bindMeters(CamelContext context, Clock clock) {
        Object meters = context.getRegistry().lookupByName("metricsRegistry");
        if (meters != null) {
            syncs.forEach(sync -> Meters.bind(meters, sync, clock));
        }
    }

    /** Loaded with the first registry of meters. */
    private static final class Meters {
        static void bind(Object registry, MountSync sync, Clock clock) {
            if (registry instanceof MeterRegistry meters) {
                MountMeters.bind(meters, sync, clock);
            }
        }
    }

    /** Without it nobody can ask, and all else goes on. */
    private void listen(CamelContext context, Settings settings, RunOptions options) {
        ThreadPoolProfile profile = new ThreadPoolProfile("control");
        profile.setPoolSize(1);
        profile.setMaxPoolSize(CONTROL_THREADS);
        profile.setMaxQueueSize(0);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns);
        ExecutorService threads = context.getExecutorServiceManager().newThreadPool(context, "control", profile);
        UserState user = new UserState(System.getenv());
        try {
            ControlServer server = ControlServer.start(desks(settings, options, user), threads, options.clock());
            control = server;
            syncs.forEach(sync -> sync.journal().add(new ControlNotice(server, sync, user)));
        } catch (IOException e) {
            Journal.ofProgram().publish(new ProgramEvent.ControlUnavailable(String.valueOf(e.getMessage())));
        }
    }

    private List<MountDesk> desks(Settings settings, RunOptions options, UserState user) {
        Planner planner =
                new Planner(clients, Environment.toLook(settings.multipartThreshold(), settings.partSize(), user));
        return syncs.stream()
                .map(sync -> new MountDesk(
                        new ControlledMount(sync),
                        new ReviewedMount(
                                sync.mount(),
                                user,
                                command -> "caravan " + command + options.options(),
                                Optional.of(options.configuration())
                                        .filter(file -> !file.isEmpty())
                                        .map(Path::of)),
                        planner,
                        options.clock()))
                .toList();
    }

    /** Only now: Camel makes its registry of health checks when it starts, and only if it is to have one. */
    private void registerHealth(CamelContext context, Clock clock) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            syncs.forEach(sync -> registry.register(new MountHealth(sync, clock)));
        }
    }

    /** One line that says what is synchronized from now on. */
    private static void started(Settings settings, RunOptions options) {
        String version = Installation.class.getPackage().getImplementationVersion();
        String mounts = settings.mounts().stream()
                .map(mount -> mount.name() + " (" + mount.folder() + ", "
                        + mount.policy().direction().word() + ", " + mount.location() + ")")
                .collect(Collectors.joining(", "));
        Journal.ofProgram()
                .publish(new ProgramEvent.Started(
                        version == null ? "(not packaged)" : version, options.configuration(), mounts));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    @Override
    public void notify(CamelEvent event) {
        ServiceNotice notice = service;
        if (event instanceof CamelEvent.CamelContextStartedEvent && notice != null && notices != null) {
            notice.ready(notices);
        } else if (event instanceof CamelEvent.CamelContextStoppingEvent) {
            endPasses();
        } else if (event instanceof CamelEvent.CamelContextStoppedEvent) {
            letGo();
        }
    }

    /** No further path is begun: what is under way ends, or is left for the next start. */
    private void endPasses() {
        stopping.set(true);
        if (control != null) {
            control.endStreams();
        }
        queue.close();
        clients.closeQueues(); // else a long poll would hold up the end
    }

    private void letGo() {
        ControlServer server = control;
        if (server != null) {
            server.close();
        }
        for (MountSync sync : syncs) {
            try {
                sync.session().close();
            } catch (IOException | RuntimeException e) {
                sync.journal().publish(new MountEvent.IndexNotClosed(String.valueOf(e.getMessage()), e));
            }
        }
        clients.close();
    }
}
