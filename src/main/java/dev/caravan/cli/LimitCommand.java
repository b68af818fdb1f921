package dev.caravan.cli;

import dev.caravan.config.ConfigurationException;
import dev.caravan.config.Timetables;
import dev.caravan.index.Ledger;
import dev.caravan.index.Ledger.LimitKind;
import dev.caravan.mount.Limits;
import dev.caravan.mount.Mount;
import dev.caravan.mount.Timetable;
import dev.caravan.sync.session.LimitsInForce;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan limit}. */
@Command(
        name = "limit",
        description = "Shows the limits of a mount, or changes them, also while it is synchronized.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan limit photos --bandwidth 5MB/s"})
public final class LimitCommand extends MountCommand {
    /** Stands for the limit of the settings. */
    private static final String SETTINGS = "settings";

    @Option(
            names = "--bandwidth",
            paramLabel = "LIMIT",
            description = "Such as 10MB/s, unlimited, or '08:00-18:00 10MB/s, unlimited'; settings for what they say.")
    private @Nullable String bandwidth;

    @Option(
            names = "--requests-per-second",
            paramLabel = "LIMIT",
            description = "Such as 100, unlimited, or '08:00-18:00 100, unlimited'; settings for what they say.")
    private @Nullable String requests;

    @Override
    int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        change(ledger, LimitKind.BANDWIDTH, "--bandwidth", bandwidth, Timetables::bandwidth);
        change(ledger, LimitKind.REQUESTS, "--requests-per-second", requests, Timetables::requests);
        Limits limits = new LimitsInForce(mount.limits(), ledger).get();
        out.println("bandwidth: " + limits.bandwidth());
        out.println("requests-per-second: " + limits.requests());
        return CaravanCommand.DONE;
    }

    private static void change(
            Ledger ledger, LimitKind what, String option, @Nullable String limit, Function<String, Timetable> check) {
        if (limit == null) {
            return;
        }
        try {
            ledger.limit(
                    what,
                    limit.equals(SETTINGS)
                            ? Optional.empty()
                            : Optional.of(check.apply(limit).text()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(List.of(option + " '" + limit + "' " + e.getMessage()));
        }
    }
}
