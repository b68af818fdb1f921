package dev.caravan.camel;

import dev.caravan.index.Entry;
import dev.caravan.mount.Side;
import dev.caravan.pass.Pass;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.transfer.Done;
import dev.caravan.transfer.Finding;
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
        Finding finding = UploadSteps.finding(exchange);
        if (finding.local() == null) {
            pass.open().localLook().brings(finding.path());
        }
        exchange.getMessage()
                .setHeader(Headers.IN_PARTS, pass.open().downloads().inParts(finding));
        exchange.getMessage().setBody(pass.open().downloads().prepare(finding));
    }

    /** Puts the content in the body in its place. */
    @SuppressWarnings("unchecked")
    public void receive(Exchange exchange) throws IOException {
        Finding finding = UploadSteps.finding(exchange);
        try (ResponseInputStream<GetObjectResponse> content =
                exchange.getMessage().getBody(ResponseInputStream.class)) {
            received(
                    exchange,
                    finding,
                    pass.open().downloads().receive(finding, content, content.response(), pass.bin()));
        }
    }

    /** Fetches a large object and puts it in its place. */
    public void receiveParts(Exchange exchange) throws IOException {
        Finding finding = UploadSteps.finding(exchange);
        received(exchange, finding, pass.open().downloads().receiveParts(finding, pass.bin()));
    }

    private void received(Exchange exchange, Finding finding, Entry entry) {
        if (finding.local() != null && finding.localChange() != Change.UNCHANGED) {
            String where = pass.bin().last(entry.path()).toString();
            pass.journal().kept(entry.path(), Side.LOCAL, where);
        }
        long size = entry.remote() == null ? 0 : entry.remote().size();
        exchange.getMessage()
                .setBody(new Done(Action.DOWNLOAD, entry.path(), entry, size, UploadSteps.since(exchange)));
    }
}
