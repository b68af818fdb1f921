package dev.caravan.camel;

import dev.caravan.index.Entry;
import dev.caravan.mount.RelativePath;
import dev.caravan.pass.Decision;
import dev.caravan.pass.Pass;
import dev.caravan.pass.Seen;
import dev.caravan.reconcile.Action;
import dev.caravan.transfer.Done;
import dev.caravan.transfer.Finding;
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
        Seen seen = exchange.getProperty(Headers.SEEN, Seen.class);
        Decision decision = pass.decide(seen);
        exchange.setProperty(Headers.DECISION, decision);
        exchange.setProperty(Headers.BEGAN, System.nanoTime());
        Message message = exchange.getMessage();
        RelativePath path = seen.path();
        message.setHeader(Headers.FILE, pass.open().folder().pathOf(path).toString());
        message.setHeader(Headers.KEY, pass.open().bucket().location().keyOf(path));
        Done settled = settled(decision);
        message.setHeader(Headers.ACTION, settled == null ? decision.action().word() : RECORD);
        message.setBody(settled);
    }

    /** What the index is to say, where nothing needs to be transferred first. */
    private static @Nullable Done settled(Decision decision) {
        Finding finding = decision.finding();
        Entry old = finding.entry();
        return switch (decision.action()) {
            case ADOPT ->
                Done.at(
                        Action.ADOPT,
                        finding.path(),
                        new Entry(finding.path(), finding.local(), finding.remote(), checksum(finding, old)));
            case LEAVE ->
                Done.at(
                        Action.LEAVE,
                        finding.path(),
                        new Entry(finding.path(), finding.local(), finding.remote(), null));
            case UNLIKE ->
                Done.at(Action.UNLIKE, finding.path(), Entry.unlike(finding.path(), finding.local(), finding.remote()));
            case EXTRA ->
                Done.at(
                        Action.EXTRA,
                        finding.path(),
                        new Entry(finding.path(), finding.local(), finding.remote(), null, Entry.Standing.EXTRA));
            case FORGET -> Done.at(Action.FORGET, finding.path(), null);
            case KEEP, COMPARE, UPLOAD, DOWNLOAD, DELETE_LOCAL, DELETE_REMOTE, CONFLICT -> null;
        };
    }

    /** A checksum stays true as long as the object does. */
    private static @Nullable String checksum(Finding finding, @Nullable Entry old) {
        return old != null && finding.remote() != null && finding.remote().same(old.remote()) ? old.sha256() : null;
    }
}
