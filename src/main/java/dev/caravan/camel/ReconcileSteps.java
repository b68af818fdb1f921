package dev.caravan.camel;

import dev.caravan.local.Folder;
import dev.caravan.mount.Location;
import dev.caravan.mount.RelativePath;
import dev.caravan.sync.pass.Decisions;
import dev.caravan.transfer.Completed;
import dev.caravan.transfer.Decision;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Decides about a path, and says by which route it goes on. */
public final class ReconcileSteps {
    private static final String RECORD = "record";

    private final Supplier<Decisions> decisions;
    private final Supplier<Folder> folder;
    private final Location location;

    ReconcileSteps(Supplier<Decisions> decisions, Supplier<Folder> folder, Location location) {
        this.decisions = decisions;
        this.folder = folder;
        this.location = location;
    }

    /** What needs no transfer goes on to be recorded at once. */
    public void decide(Exchange exchange) throws IOException {
        PathWork work = PathWork.of(exchange);
        Decision decision = decisions.get().about(work.candidate());
        work.decided(decision);
        RelativePath path = work.candidate().path();
        Optional<Completed> recordable = Completed.withoutTransfer(decision);
        Message message = exchange.getMessage();
        message.setHeader(Headers.FILE, folder.get().pathOf(path).toString());
        message.setHeader(Headers.KEY, location.keyOf(path));
        message.setHeader(Headers.SIZE, decision.pathState().size());
        message.setHeader(
                Headers.ACTION,
                recordable.isPresent() ? RECORD : decision.action().word());
        message.setBody(recordable.orElse(null));
    }
}
