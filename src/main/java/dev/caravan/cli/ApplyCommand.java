package dev.caravan.cli;

import dev.caravan.config.ConfigurationException;
import dev.caravan.index.Ledger;
import dev.caravan.mount.Mount;
import dev.caravan.sync.plan.PlannedSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Option(names = "--routes", paramLabel = "DIR", description = "The directory with the route files (*.camel.yaml).")
    private @Nullable Path routes;

    @Mixin
    private MountOptions options = new MountOptions();

    @Override
    public Integer call() throws Exception {
        PlannedSteps steps = read();
        for (String mount : steps.mounts()) {
            expectNoUndo(mount);
        }
        return new Run(
                        options.config(),
                        routes,
                        options.overrides(),
                        steps.mounts(),
                        true,
                        null,
                        null,
                        Logging.Detail.USUAL)
                .only(steps)
                .execute();
    }

    /** A pass carries it out first, and no plan knows of it. */
    private void expectNoUndo(String name) throws IOException {
        Mount mount = options.mount(name);
        if (!Files.exists(MountOptions.index(mount))) {
            return;
        }
        try (Ledger ledger = options.ledger(mount)) {
            if (ledger.undo().asked().isPresent()) {
                throw new ConfigurationException(List.of("An undo of mount '" + mount
                        + "' waits to be carried out, which is in no plan." + " Let a pass do that, and plan again: "
                        + options.line("run --once --mount " + mount)));
            }
        }
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
