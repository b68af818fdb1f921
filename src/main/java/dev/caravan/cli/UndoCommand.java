package dev.caravan.cli;

import dev.caravan.config.Values;
import dev.caravan.index.Ledger;
import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.review.Prospect;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** {@code caravan undo}. */
@Command(
        name = "undo",
        description =
                "Brings back what was deleted or replaced by the last pass that did so, or by all passes since a time.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan undo photos --since 2h --dry-run"})
public final class UndoCommand extends MountCommand {
    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Since.class,
            description = "How far to go back: a duration, such as 2h, or a time, such as 2026-11-22T08:00:00Z.")
    private @Nullable UnaryOperator<Instant> since;

    @Option(names = "--dry-run", description = "Only tell what would come back, and from where.")
    private boolean dryRun;

    @Option(names = "--json", description = "With --dry-run: write one JSON object a line, as 'caravan plan' does.")
    private boolean json;

    private final Clock clock;

    public UndoCommand() {
        this(Clock.systemUTC());
    }

    UndoCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        if (json && !dryRun) {
            throw new ParameterException(commandLine(), "--json is for --dry-run alone");
        }
        Instant now = clock.instant();
        Optional<Instant> from = Optional.ofNullable(since).map(text -> text.apply(now));
        try (Clients clients = new Clients(1, new PreparedPuts())) {
            Optional<Prospect> prospect = Prospect.of(
                    options().reviewed(mount), ledger, from, Optional.empty(), now, clients.client(mount.store()));
            if (prospect.isEmpty()) {
                out.println("No pass deleted or replaced anything that can be brought back.");
                return CaravanCommand.DONE;
            }
            return dryRun ? told(mount, prospect.get(), out) : asked(mount, ledger, prospect.get(), out);
        }
    }

    private int told(Mount mount, Prospect prospect, PrintWriter out) {
        if (json) {
            prospect.json(mount).forEach(line -> out.println(line.toJson()));
            return CaravanCommand.DONE;
        }
        for (Prospect.Restorable part : prospect.parts()) {
            String where = part.source().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            boolean lost = part.source() == Prospect.Source.NOWHERE;
            out.printf(
                    "%-13s %s%n",
                    lost ? "lost" : "restore",
                    HumanFormat.visible(part.path())
                            + (lost ? "" : " " + part.side().where() + ", from " + where));
        }
        out.println(prospect.told() + " Nothing was done.");
        return CaravanCommand.DONE;
    }

    private int asked(Mount mount, Ledger ledger, Prospect prospect, PrintWriter out) throws IOException {
        Instant from = prospect.request().since();
        if (prospect.isNothing()) {
            out.println("No pass since " + from + " deleted or replaced anything that can be brought back.");
            return CaravanCommand.DONE;
        }
        if (prospect.isHopeless()) {
            out.println("Nothing that passes since " + from + " deleted or replaced can be brought back:");
            out.println(prospect.told());
            return CaravanCommand.FAILED;
        }
        ledger.undo().ask(prospect.request());
        out.println("What passes since " + from + " deleted or replaced will be brought back. " + nextPass(mount));
        out.println(prospect.told());
        return CaravanCommand.DONE;
    }

    /** The time that a text means, told the time now. */
    static final class Since implements ITypeConverter<UnaryOperator<Instant>> {
        @Override
        public UnaryOperator<Instant> convert(String text) {
            try {
                if (Character.isDigit(text.charAt(text.length() - 1)) || text.endsWith("Z")) {
                    Instant time = Instant.parse(text);
                    return now -> time;
                }
                Duration before = Values.duration(text);
                return now -> now.minus(before);
            } catch (RuntimeException e) {
                throw new TypeConversionException(
                        "'" + text + "' is neither a duration, such as 2h, nor a time, such as 2026-11-22T08:00:00Z");
            }
        }
    }
}
