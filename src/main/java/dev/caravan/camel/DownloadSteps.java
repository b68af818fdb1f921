package dev.caravan.camel;

import dev.caravan.index.Entry;
import dev.caravan.mount.Side;
import dev.caravan.pass.Pass;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.status.PathEvent;
import dev.caravan.transfer.Completed;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import org.apache.camel.Exchange;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Fetches an object: the request for Camel's aws2-s3 producer, and what is done with its answer. */
public final class DownloadSteps {
    private final Pass pass;

    DownloadSteps(Pass pass) {
        this.pass = pass;
    }

    /** The request for the version that was found, in the body. */
    public void prepare(Exchange exchange) throws IOException {
        PathState pathState = UploadSteps.pathState(exchange);
        if (pathState.local() == null) {
            pass.open().localLook().brings(pathState.path());
        }
        exchange.getMessage()
                .setHeader(Headers.IN_PARTS, pass.open().downloads().inParts(pathState));
        exchange.getMessage().setBody(pass.open().downloads().prepare(pathState));
    }

    /** Puts the content in the body in its place. */
    @SuppressWarnings("unchecked")
    public void receive(Exchange exchange) throws IOException {
        PathState pathState = UploadSteps.pathState(exchange);
        try (ResponseInputStream<GetObjectResponse> content =
                exchange.getMessage().getBody(ResponseInputStream.class)) {
            received(
                    exchange,
                    pathState,
                    pass.open().downloads().receive(pathState, content, content.response(), pass.bin()));
        }
    }

    /** Fetches a large object and puts it in its place. */
    public void receiveParts(Exchange exchange) throws IOException {
        PathState pathState = UploadSteps.pathState(exchange);
        received(exchange, pathState, pass.open().downloads().receiveParts(pathState, pass.bin()));
    }

    private void received(Exchange exchange, PathState pathState, Entry entry) {
        if (pathState.local() != null && pathState.localChange() != Change.UNCHANGED) {
            String where = pass.bin().last(entry.path()).toString();
            pass.journal().publish(new PathEvent.SetAside(entry.path(), Side.LOCAL, where));
        }
        long size = entry.remote() == null ? 0 : entry.remote().size();
        exchange.getMessage()
                .setBody(new Completed(Action.DOWNLOAD, pathState, entry, size, UploadSteps.since(exchange)));
    }
}
