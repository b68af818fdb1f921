package dev.caravan.camel;

import dev.caravan.index.Entry;
import dev.caravan.local.ChangedException;
import dev.caravan.local.Trash;
import dev.caravan.mount.Side;
import dev.caravan.pass.OpenMount;
import dev.caravan.pass.Pass;
import dev.caravan.reconcile.Action;
import dev.caravan.remote.Conditions;
import dev.caravan.remote.ObjectHead;
import dev.caravan.remote.RemoteVersion;
import dev.caravan.remote.SentOnce;
import dev.caravan.transfer.Done;
import dev.caravan.transfer.Finding;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;

/** Mirrors deletions, each after a last look at the side that is to lose the path. */
public final class DeleteSteps {
    private final Pass pass;

    DeleteSteps(Pass pass) {
        this.pass = pass;
    }

    /** Moves the file into the trash, once the store has confirmed that the object is gone. */
    public void deleteLocal(Exchange exchange) throws IOException {
        Finding finding = UploadSteps.finding(exchange);
        OpenMount open = pass.open();
        if (open.bucket().head(finding.path()).isPresent()) {
            throw new ChangedException("the object '" + finding.path() + "' is there, though the list left it out");
        }
        Trash.Bin bin = pass.isApproved(finding.path(), Side.LOCAL) ? pass.bin().anyhow() : pass.bin();
        open.folder()
                .remove(
                        finding.path(),
                        finding.localVersion().orElseThrow(),
                        bin,
                        directory -> open.index().marker(directory).isPresent());
        pass.mirrored(finding.path(), Side.LOCAL);
        exchange.getMessage().setBody(Done.at(Action.DELETE_LOCAL, finding.path(), null));
    }

    /** The request to delete the very version that was found, in the body. */
    public void prepareRemote(Exchange exchange) throws ChangedException {
        Finding finding = UploadSteps.finding(exchange);
        RemoteVersion expected = finding.remote();
        if (expected == null) {
            throw new ChangedException("the object '" + finding.path() + "' is gone");
        }
        Conditions conditions = pass.open().deletionConditions();
        boolean asks = false;
        if (conditions.needHead()) {
            expect(finding, expected);
            asks = conditions.ask();
        }
        exchange.setProperty(Headers.ASKS, asks);
        String etag = asks ? Conditions.IMPOSSIBLE : expected.etag();
        boolean conditional = conditions.maySend();
        exchange.setProperty(Headers.CONDITIONAL, conditional);
        DeleteObjectRequest request = pass.open().bucket().delete(finding.path(), conditional ? etag : null);
        exchange.getMessage().setBody(conditions.needHead() ? request : SentOnce.repeatable(request));
    }

    private void expect(Finding finding, RemoteVersion expected) throws ChangedException {
        if (!isAsFound(finding, expected)) {
            throw new ChangedException("the object '" + finding.path() + "' changed");
        }
    }

    private boolean isAsFound(Finding finding, RemoteVersion expected) {
        Optional<ObjectHead> head = pass.open().bucket().head(finding.path());
        return head.isPresent() && head.get().version().same(expected);
    }

    /** The store refused it. */
    void refused(Exchange exchange, Throwable cause) {
        Boolean asks = exchange.getProperty(Headers.ASKS, Boolean.class);
        RemoteVersion expected =
                asks == null ? null : UploadSteps.finding(exchange).remote();
        if (asks != null && expected != null) {
            pass.open()
                    .deletionConditions()
                    .refused(
                            cause,
                            asks,
                            exchange.getProperty(Headers.CONDITIONAL, false, Boolean.class),
                            () -> isAsFound(UploadSteps.finding(exchange), expected));
        }
    }

    public void deletedRemote(Exchange exchange) {
        Finding finding = UploadSteps.finding(exchange);
        pass.open().deletionConditions().accepted(exchange.getProperty(Headers.ASKS, false, Boolean.class), true);
        pass.mirrored(finding.path(), Side.REMOTE);
        Entry entry = finding.local() == null ? null : new Entry(finding.path(), finding.local(), null, null);
        exchange.getMessage().setBody(Done.at(Action.DELETE_REMOTE, finding.path(), entry));
    }
}
