package dev.caravan.camel;

import dev.caravan.index.Entry;
import dev.caravan.reconcile.Action;
import dev.caravan.transfer.Completed;
import dev.caravan.transfer.Downloads;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Fetches an object: the request for Camel's aws2-s3 producer, and what is done with its answer. */
public final class DownloadSteps {
    private final Supplier<Downloads> downloads;

    DownloadSteps(Supplier<Downloads> downloads) {
        this.downloads = downloads;
    }

    /** The request for the version that was found, in the body. */
    public void prepare(Exchange exchange) throws IOException {
        PathState pathState = PathWork.of(exchange).pathState();
        exchange.getMessage().setHeader(Headers.IN_PARTS, downloads.get().inParts(pathState));
        exchange.getMessage().setBody(downloads.get().prepare(pathState));
    }

    /** Puts the content in the body in its place. */
    @SuppressWarnings("unchecked")
    public void receive(Exchange exchange) throws IOException {
        PathWork work = PathWork.of(exchange);
        try (ResponseInputStream<GetObjectResponse> content =
                exchange.getMessage().getBody(ResponseInputStream.class)) {
            Entry entry = downloads.get().receive(work.pathState(), content, content.response());
            exchange.getMessage().setBody(completed(work, entry));
        }
    }

    /** Fetches a large object and puts it in its place. */
    public void receiveParts(Exchange exchange) throws IOException {
        PathWork work = PathWork.of(exchange);
        Entry entry = downloads.get().receiveParts(work.pathState());
        exchange.getMessage().setBody(completed(work, entry));
    }

    private static Completed completed(PathWork work, Entry entry) {
        long size = entry.remote() == null ? 0 : entry.remote().size();
        return new Completed(Action.DOWNLOAD, work.pathState(), entry, size, work.took());
    }
}
