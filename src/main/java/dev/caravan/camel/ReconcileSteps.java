package dev.caravan.camel;

import dev.caravan.index.Entry;
import dev.caravan.mount.RelativePath;
import dev.caravan.pass.Candidate;
import dev.caravan.pass.Decision;
import dev.caravan.pass.Pass;
import dev.caravan.reconcile.Action;
import dev.caravan.transfer.Completed;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Decides about a path, and says by which route it goes on. */
public final class ReconcileSteps {
    private static final String RECORD = "record";

    private final Pass pass;

    ReconcileSteps(Pass pass) {
        this.pass = pass;
    }

    public void decide(Exchange exchange) throws IOException {
        Candidate candidate = exchange.getProperty(Headers.SEEN, Candidate.class);
        Decision decision = pass.decide(candidate);
        exchange.setProperty(Headers.DECISION, decision);
        exchange.setProperty(Headers.BEGAN, System.nanoTime());
        Message message = exchange.getMessage();
        RelativePath path = candidate.path();
        message.setHeader(Headers.FILE, pass.open().folder().pathOf(path).toString());
        message.setHeader(Headers.KEY, pass.open().bucket().location().keyOf(path));
        Completed settled = settled(decision);
        message.setHeader(Headers.ACTION, settled == null ? decision.action().word() : RECORD);
        message.setBody(settled);
    }

    /** What the index is to say, where nothing needs to be transferred first. */
    private static @Nullable Completed settled(Decision decision) {
        PathState pathState = decision.pathState();
        Entry old = pathState.entry();
        return switch (decision.action()) {
            case ADOPT ->
                Completed.at(
                        Action.ADOPT,
                        pathState,
                        new Entry(pathState.path(), pathState.local(), pathState.remote(), checksum(pathState, old)));
            case LEAVE ->
                Completed.at(
                        Action.LEAVE,
                        pathState,
                        new Entry(pathState.path(), pathState.local(), pathState.remote(), null));
            case UNLIKE ->
                Completed.at(
                        Action.UNLIKE,
                        pathState,
                        Entry.unlike(pathState.path(), pathState.local(), pathState.remote()));
            case EXTRA ->
                Completed.at(
                        Action.EXTRA,
                        pathState,
                        new Entry(pathState.path(), pathState.local(), pathState.remote(), null, Entry.Standing.EXTRA));
            case FORGET -> Completed.at(Action.FORGET, pathState, null);
            case KEEP, COMPARE, UPLOAD, DOWNLOAD, DELETE_LOCAL, DELETE_REMOTE, CONFLICT -> null;
        };
    }

    /** A checksum stays true as long as the object does. */
    private static @Nullable String checksum(PathState pathState, @Nullable Entry old) {
        return old != null && pathState.remote() != null && pathState.remote().same(old.remote()) ? old.sha256() : null;
    }
}
