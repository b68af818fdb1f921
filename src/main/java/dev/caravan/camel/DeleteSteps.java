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
import dev.caravan.transfer.Completed;
import dev.caravan.transfer.PathState;
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
        PathState pathState = UploadSteps.pathState(exchange);
        OpenMount open = pass.open();
        if (open.bucket().head(pathState.path()).isPresent()) {
            throw new ChangedException("the object '" + pathState.path() + "' is there, though the list left it out");
        }
        Trash.Bin bin =
                pass.isApproved(pathState.path(), Side.LOCAL) ? pass.bin().anyhow() : pass.bin();
        open.folder()
                .remove(
                        pathState.path(),
                        pathState.localVersion().orElseThrow(),
                        bin,
                        directory -> open.index().marker(directory).isPresent());
        pass.mirrored(pathState.path(), Side.LOCAL);
        exchange.getMessage().setBody(Completed.at(Action.DELETE_LOCAL, pathState, null));
    }

    /** The request to delete the very version that was found, in the body. */
    public void prepareRemote(Exchange exchange) throws ChangedException {
        PathState pathState = UploadSteps.pathState(exchange);
        RemoteVersion expected = pathState.remote();
        if (expected == null) {
            throw new ChangedException("the object '" + pathState.path() + "' is gone");
        }
        Conditions conditions = pass.open().deletionConditions();
        boolean isProbe = false;
        if (conditions.needHead()) {
            expect(pathState, expected);
            isProbe = conditions.ask();
        }
        exchange.setProperty(Headers.ASKS, isProbe);
        String etag = isProbe ? Conditions.IMPOSSIBLE : expected.etag();
        boolean conditional = conditions.maySend();
        exchange.setProperty(Headers.CONDITIONAL, conditional);
        DeleteObjectRequest request = pass.open().bucket().delete(pathState.path(), conditional ? etag : null);
        exchange.getMessage().setBody(conditions.needHead() ? request : SentOnce.repeatable(request));
    }

    private void expect(PathState pathState, RemoteVersion expected) throws ChangedException {
        if (!isAsFound(pathState, expected)) {
            throw new ChangedException("the object '" + pathState.path() + "' changed");
        }
    }

    private boolean isAsFound(PathState pathState, RemoteVersion expected) {
        Optional<ObjectHead> head = pass.open().bucket().head(pathState.path());
        return head.isPresent() && head.get().version().same(expected);
    }

    /** The store refused it. */
    void refused(Exchange exchange, Throwable cause) {
        Boolean isProbe = exchange.getProperty(Headers.ASKS, Boolean.class);
        RemoteVersion expected =
                isProbe == null ? null : UploadSteps.pathState(exchange).remote();
        if (isProbe != null && expected != null) {
            pass.open()
                    .deletionConditions()
                    .refused(
                            cause,
                            isProbe,
                            exchange.getProperty(Headers.CONDITIONAL, false, Boolean.class),
                            () -> isAsFound(UploadSteps.pathState(exchange), expected));
        }
    }

    /** The object is gone. */
    public void confirmRemote(Exchange exchange) {
        PathState pathState = UploadSteps.pathState(exchange);
        pass.open().deletionConditions().accepted(exchange.getProperty(Headers.ASKS, false, Boolean.class), true);
        pass.mirrored(pathState.path(), Side.REMOTE);
        Entry entry = pathState.local() == null ? null : new Entry(pathState.path(), pathState.local(), null, null);
        exchange.getMessage().setBody(Completed.at(Action.DELETE_REMOTE, pathState, entry));
    }
}
