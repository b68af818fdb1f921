package dev.caravan.cli;

import dev.caravan.config.ConfigurationException;
import dev.caravan.sync.plan.PlannedSteps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan apply}. */
@Command(
        name = "apply",
        description = "Makes one pass that carries out a plan and nothing else.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "A step whose file or object changed since the plan was made is left alone, and so is whatever came to be since: both"
                    + " are problems afterwards. The guard judges deletions once more.",
            "",
            "Example: caravan plan photos --json > plan.ndjson; caravan apply plan.ndjson"
        })
public final class ApplyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "What 'caravan plan --json' wrote.")
    private Path file = Path.of("");

    @Option(names = "--config", paramLabel = "FILE", description = "The properties file to read.")
    private @Nullable Path config;

    @Option(names = "--routes", paramLabel = "DIR", description = "The directory with the route files (*.camel.yaml).")
    private @Nullable Path routes;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set one setting, such as --set mounts.photos.interval=10s; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        PlannedSteps steps = read();
        return new Run(config, routes, settings, steps.mounts(), true, null, null, false)
                .only(steps)
                .execute();
    }

    private PlannedSteps read() {
        try {
            PlannedSteps steps = PlannedSteps.read(file);
            if (steps.mounts().isEmpty()) {
                throw new ConfigurationException(
                        List.of("'" + file + "' holds no plan: write one with 'caravan plan --json'"));
            }
            return steps;
        } catch (IOException e) {
            throw new ConfigurationException(List.of("Cannot read the plan: " + e.getMessage()));
        }
    }
}
