package dev.caravan.camel;

import dev.caravan.index.Entry;
import dev.caravan.local.ChangedException;
import dev.caravan.pass.Decision;
import dev.caravan.pass.Pass;
import dev.caravan.reconcile.Action;
import dev.caravan.remote.PreparedPuts;
import dev.caravan.transfer.Completed;
import dev.caravan.transfer.CorruptedException;
import dev.caravan.transfer.PathState;
import dev.caravan.transfer.PreparedUpload;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.support.SynchronizationAdapter;

/** Sends a file: before, by, and after Camel's aws2-s3 producer. */
public final class UploadSteps {
    /** The producer wants a key; the request that is sent has the right one. */
    private static final String ANY_KEY = "-";

    private final Pass pass;
    private final PreparedPuts puts;

    UploadSteps(Pass pass, PreparedPuts puts) {
        this.pass = pass;
        this.puts = puts;
    }

    /** Checks the file, reads its checksums, and puts the file into the body and the request into the headers. */
    public void prepare(Exchange exchange) throws IOException {
        PathState pathState = pathState(exchange);
        PreparedUpload upload = pass.open().uploads().prepare(pathState);
        exchange.setProperty(Headers.UPLOAD, upload);
        Message message = exchange.getMessage();
        message.setHeader(Headers.IN_PARTS, upload.inParts());
        message.setBody(pass.open().folder().pathOf(pathState.path()).toFile());
        Map<String, String> metadata = upload.inParts() ? Map.of() : puts.prepare(upload.request());
        message.setHeader(AWS2S3Constants.OVERRIDE_BUCKET_NAME, upload.request().bucket());
        message.setHeader(AWS2S3Constants.KEY, ANY_KEY);
        message.setHeader(AWS2S3Constants.METADATA, metadata);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange completed) {
                puts.discard(metadata);
            }
        });
    }

    /**
     * Whether the file is still the body that will be sent.
     *
     * @throws IllegalStateException where a step put something else in its place
     */
    public void checkBody(Exchange exchange) {
        PathState pathState = pathState(exchange);
        File file = pass.open().folder().pathOf(pathState.path()).toFile();
        Object body = exchange.getMessage().getBody();
        if (!file.equals(body)) {
            throw new IllegalStateException("a step replaced the body behind 'prepare' (by "
                    + (body == null ? "nothing" : "a " + body.getClass().getName())
                    + "). What is sent must be the file itself: a step may look into it or refuse it, and not change it."
                    + " Nothing was sent");
        }
    }

    /** The store refused it. */
    void refused(Exchange exchange, Throwable cause) {
        PreparedUpload upload = exchange.getProperty(Headers.UPLOAD, PreparedUpload.class);
        if (upload != null) {
            pass.open().uploads().refused(upload, cause);
        }
    }

    /** Sends a large file. */
    public void sendParts(Exchange exchange) throws IOException {
        PreparedUpload upload = exchange.getProperty(Headers.UPLOAD, PreparedUpload.class);
        exchange.getMessage()
                .setHeader(AWS2S3Constants.E_TAG, pass.open().uploads().sendParts(upload));
    }

    /** What came of it, in the body. A file that changed while it was sent is looked at again. */
    public void confirm(Exchange exchange) throws IOException {
        PreparedUpload upload = exchange.getProperty(Headers.UPLOAD, PreparedUpload.class);
        String etag = exchange.getMessage().getHeader(AWS2S3Constants.E_TAG, String.class);
        Entry entry = pass.open().uploads().sent(upload, etag);
        if (pass.open().uploads().isCorrupted(upload, entry)) {
            pass.open().index().record(new Entry(entry.path(), null, entry.remote(), null));
            throw new CorruptedException("the store holds other bytes of '" + entry.path() + "' than were sent");
        }
        if (!pass.open().uploads().isUnchanged(upload)) {
            pass.open().index().record(entry);
            throw new ChangedException("'" + entry.path() + "' changed while it was sent");
        }
        exchange.getMessage()
                .setBody(new Completed(
                        Action.UPLOAD,
                        upload.pathState(),
                        entry,
                        upload.version().size(),
                        since(exchange)));
    }

    static PathState pathState(Exchange exchange) {
        return exchange.getProperty(Headers.DECISION, Decision.class).pathState();
    }

    static Duration since(Exchange exchange) {
        return Duration.ofNanos(System.nanoTime() - exchange.getProperty(Headers.BEGAN, Long.class));
    }
}
