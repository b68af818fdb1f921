package dev.caravan.cli;

import dev.caravan.config.Values;
import dev.caravan.index.Ledger;
import dev.caravan.index.UndoRequests.Request;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.mount.Mount;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code caravan undo}. */
@Command(
        name = "undo",
        description =
                "Brings back what was deleted or replaced by the last pass that did so, or by all passes since a time.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class UndoCommand extends MountCommand {
    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Since.class,
            description = "How far to go back: a duration, such as 2h, or a time, such as 2026-11-22T08:00:00Z.")
    private @Nullable UnaryOperator<Instant> since;

    private final Clock clock;

    public UndoCommand() {
        this(Clock.systemUTC());
    }

    UndoCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        Instant now = clock.instant();
        Optional<Instant> last = last(mount, ledger);
        Optional<Instant> from = since == null ? last : Optional.of(since.apply(now));
        if (from.isEmpty()) {
            out.println("No pass deleted or replaced anything that can be brought back.");
            return CaravanCommand.DONE;
        }
        // passes that a clock of before dated into the future are among those that were
        Instant until =
                last.map(time -> time.plusMillis(1)).filter(now::isBefore).orElse(now);
        Request request = new Request(from.get(), until);
        Prospect prospect = Prospect.of(mount, ledger, request);
        if (prospect.isNothing()) {
            out.println("No pass since " + from.get() + " deleted or replaced anything that can be brought back.");
            return CaravanCommand.DONE;
        }
        if (prospect.hopeless()) {
            out.println("Nothing that passes since " + from.get() + " deleted or replaced can be brought back:");
            out.println(prospect.told());
            return CaravanCommand.FAILED;
        }
        ledger.undo().ask(request);
        out.println(
                "What passes since " + from.get() + " deleted or replaced will be brought back. " + nextPass(mount));
        out.println(prospect.told());
        return CaravanCommand.DONE;
    }

    private static Optional<Instant> last(Mount mount, Ledger ledger) throws IOException {
        Stream<Instant> trash = StateDirectory.trashOf(MountOptions.state(mount)).found().stream()
                .map(Trash.Found::time);
        return Stream.concat(trash, ledger.replaced().last().stream()).max(Instant::compareTo);
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
