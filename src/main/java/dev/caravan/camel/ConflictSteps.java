package dev.caravan.camel;

import dev.caravan.local.ConflictNames;
import dev.caravan.transfer.Conflicts;
import dev.caravan.transfer.Decision;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Keeps both versions of a path: the newer one under its name, the other one beside it as a conflict copy. */
public final class ConflictSteps {
    private final Supplier<Conflicts> conflicts;

    ConflictSteps(Supplier<Conflicts> conflicts) {
        this.conflicts = conflicts;
    }

    /** Puts the older version aside; what the path itself then needs is the action to go on with. */
    public void setAside(Exchange exchange) throws IOException {
        PathWork work = PathWork.of(exchange);
        Decision next = conflicts.get().setAside(work.pathState());
        work.setAside(next, !ConflictNames.isCopy(next.pathState().path()));
        exchange.getMessage().setHeader(Headers.ACTION, next.action().word());
    }
}
