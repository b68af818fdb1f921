package dev.caravan.cli;

import dev.caravan.config.Values;
import dev.caravan.mount.InitialDirection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code caravan run}: synchronizes the mounts of a configuration. */
@Command(
        name = "run",
        description =
                "Synchronizes the mounts that are set in application.properties, until it is stopped with Ctrl+C.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Without --config and --routes, application.properties and routes/ are taken from the current directory where"
                    + " they exist, else from where Caravan is installed.",
            "",
            "Exit codes: 0 when everything was brought in step, 1 when something could not be, 2 when a setting is wrong, 3 when"
                    + " there was not enough memory, 4 when --once leaves something for a person: held deletions, conflict"
                    + " copies or problems; 130 or 143 when a signal ended --once before it was done.",
            "",
            "Example: caravan run --set mounts.photos.folder=/srv/photos --set mounts.photos.bucket=holiday"
        })
public final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "The properties file to read.")
    private @Nullable Path config;

    @Option(names = "--routes", paramLabel = "DIR", description = "The directory with the route files (*.camel.yaml).")
    private @Nullable Path routes;

    @Option(names = "--mount", paramLabel = "NAME", description = "Only this mount; may be given several times.")
    private Set<String> mounts = new LinkedHashSet<>();

    @Option(names = "--once", description = "Make one complete pass over each mount, then exit.")
    private boolean once;

    @Option(names = "--dry-run", description = "Only tell what one pass would do, as 'caravan plan' does.")
    private boolean dryRun;

    @Option(
            names = "--stop-after",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Stop by itself after this long, such as 90s or 1h.")
    private @Nullable Duration stopAfter;

    @Option(
            names = "--initial-sync-source",
            paramLabel = "SIDE",
            converter = SideConverter.class,
            description =
                    "Which side wins the first run: auto, local or s3. Where a mount was synchronized before, local"
                            + " and s3 make its first pass go in that direction once more.")
    private @Nullable InitialDirection initialSource;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set one setting, such as --set mounts.photos.interval=10s; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--debug", description = "Log every decision.")
    private boolean debug;

    @Option(names = "--quiet", description = "Log warnings and errors alone, and show no progress on a terminal.")
    private boolean quiet;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (dryRun) {
            return plan();
        }
        if (debug && quiet) {
            throw new ParameterException(spec.commandLine(), "--debug and --quiet: choose one of them");
        }
        Logging.Detail detail = debug ? Logging.Detail.DEBUG : quiet ? Logging.Detail.QUIET : Logging.Detail.USUAL;
        return new Run(config, routes, settings, mounts, once, stopAfter, initialSource, detail).execute();
    }

    private int plan() {
        if (stopAfter != null || initialSource != null || routes != null) {
            throw new ParameterException(
                    spec.commandLine(), "--dry-run goes with --config, --set and --mount alone: nothing runs");
        }
        int code = CaravanCommand.DONE;
        for (String mount : mounts.isEmpty() ? List.of("") : mounts) {
            List<String> line = new ArrayList<>(mount.isEmpty() ? List.of("plan") : List.of("plan", mount));
            if (config != null) {
                line.addAll(List.of("--config", config.toString()));
            }
            settings.forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
            code = Math.max(
                    code,
                    CaravanCommand.execute(
                            spec.commandLine().getOut(), spec.commandLine().getErr(), line.toArray(String[]::new)));
        }
        return code;
    }

    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Values.duration(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' " + e.getMessage());
            }
        }
    }

    static final class SideConverter implements ITypeConverter<InitialDirection> {
        @Override
        public InitialDirection convert(String text) {
            return switch (text) {
                case "auto" -> InitialDirection.AUTO;
                case "local", "local-to-s3" -> InitialDirection.LOCAL;
                case "s3", "s3-to-local" -> InitialDirection.S3;
                default -> throw new TypeConversionException("'" + text + "' is not one of: auto, local, s3");
            };
        }
    }
}
