package dev.caravan.cli;

import dev.caravan.config.Settings;
import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.plan.Planner;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan status}. */
@Command(
        name = "status",
        description = "Tells whether one mount or all are in step, and what their Caravan is doing.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "It looks at the folder and lists the bucket, whether or not a Caravan is running.",
            "",
            "Exit codes: 0 when all is in step, 4 when a person is needed, 1 when something is not in step yet, fails, or does"
                    + " not answer.",
            "",
            "Example: caravan status photos --wait --timeout 10m"
        })
public final class StatusCommand implements Callable<Integer> {
    private static final long ROUND_SECONDS = 2;
    private static final long LONGEST_ROUND_SECONDS = 10;

    @Parameters(arity = "0..1", paramLabel = "MOUNT", description = "The name of a mount; all where it is left out.")
    private @Nullable String name;

    @Option(
            names = "--json",
            description = "Write one JSON object for each mount; docs/operations.md lists its fields.")
    private boolean json;

    @Option(
            names = "--wait",
            description = "Ask the running Caravan for a pass, and wait until all is in step, or a person is needed.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = RunCommand.DurationConverter.class,
            description = "How long --wait waits at most, such as 90s or 1h.")
    private @Nullable Duration timeout;

    @Option(
            names = "--quick",
            description = "Look at neither side: take what the running Caravan and its index say of the last pass.")
    private boolean quick;

    @Option(names = "--watch", description = "As --quick, again every two seconds, until Ctrl+C.")
    private boolean watch;

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Clock clock = Clock.systemUTC();
    private boolean mayAnswer = true;

    @Override
    public Integer call() throws Exception {
        if (watch && (wait || timeout != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--watch goes on for ever: leave out --wait and --timeout");
        }
        if (timeout != null && !wait) {
            throw new ParameterException(spec.commandLine(), "--timeout is for --wait alone");
        }
        Settings settings = options.settings();
        mayAnswer = settings.control();
        List<Mount> mounts = options.mounts(name);
        StatusLines lines = new StatusLines(spec.commandLine().getOut(), json, clock);
        try (Clients clients = new Clients(settings.concurrency(), new PreparedPuts())) {
            Planner planner = quick || watch ? null : new Planner(clients, options.environment(settings));
            Instant end = timeout == null ? Instant.MAX : clock.instant().plus(timeout);
            int code = CaravanCommand.DONE;
            for (Mount mount : mounts) {
                code = worse(code, wait ? await(mount, planner, end, lines) : tell(mount, planner, lines));
            }
            while (watch) {
                TimeUnit.SECONDS.sleep(ROUND_SECONDS);
                for (Mount mount : mounts) {
                    tell(mount, planner, lines);
                }
            }
            return code;
        }
    }

    private int tell(Mount mount, @Nullable Planner planner, StatusLines lines) throws IOException {
        MountStatus status = MountStatus.of(mount, mayAnswer, options, planner);
        lines.tell(status);
        return code(status);
    }

    /** Asks for a pass as often as it takes: people may go on to change things. */
    private int await(Mount mount, @Nullable Planner planner, Instant end, StatusLines lines)
            throws IOException, InterruptedException {
        String asked = "never";
        for (int rounds = 0; ; ) {
            MountStatus status = MountStatus.of(mount, mayAnswer, options, planner);
            boolean done = status.inStep().orElse(false)
                    || status.needsPerson()
                    || status.isPaused()
                    || status.process() == null;
            if (done || clock.instant().isAfter(end)) {
                lines.tell(status);
                PrintWriter err = spec.commandLine().getErr();
                if (status.isPaused() && code(status) == CaravanCommand.FAILED) {
                    err.println("Mount '" + mount + "' is paused, so there is nothing to wait for. Go on with: "
                            + options.line("resume " + mount));
                } else if (!status.running() && code(status) == CaravanCommand.FAILED) {
                    err.println("No Caravan is running on mount '" + mount + "', so there is nothing to wait for."
                            + " Start it with: " + options.line("run --mount " + mount));
                } else if (!done) {
                    err.println("Mount '" + mount + "' is not in step after "
                            + HumanFormat.span(timeout == null ? Duration.ZERO : timeout) + ".");
                }
                return code(status);
            }
            String looked = String.valueOf(
                    status.process() == null ? "" : status.process().getString("looked"));
            if (!looked.equals(asked)) {
                MountStatus.client(mount).carryOut("sync-now");
                asked = looked;
            }
            TimeUnit.SECONDS.sleep(Math.min(++rounds, LONGEST_ROUND_SECONDS));
        }
    }

    private static int worse(int one, int other) {
        return one == CaravanCommand.FAILED || other == CaravanCommand.FAILED
                ? CaravanCommand.FAILED
                : Math.max(one, other);
    }

    private int code(MountStatus status) {
        if (status.isFailing()) {
            return CaravanCommand.FAILED;
        }
        if (status.needsPerson()) {
            return CaravanCommand.WAITING;
        }
        boolean asItShould = status.inStep().orElse(status.known() && !isWaiting(status));
        return asItShould ? CaravanCommand.DONE : CaravanCommand.FAILED;
    }

    private static boolean isWaiting(MountStatus status) {
        return status.process() != null && status.process().getIntegerOrDefault("waiting", 0) > 0;
    }
}
