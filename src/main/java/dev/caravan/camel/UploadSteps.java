package dev.caravan.camel;

import dev.caravan.index.Entry;
import dev.caravan.reconcile.Action;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.transfer.Completed;
import dev.caravan.transfer.PreparedUpload;
import dev.caravan.transfer.Uploads;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.support.SynchronizationAdapter;

/** Sends a file: before, by, and after Camel's aws2-s3 producer. */
public final class UploadSteps {
    /** The producer wants a key; the request that is sent has the right one. */
    private static final String ANY_KEY = "-";

    private final Supplier<Uploads> uploads;
    private final PreparedPuts puts;

    UploadSteps(Supplier<Uploads> uploads, PreparedPuts puts) {
        this.uploads = uploads;
        this.puts = puts;
    }

    /** Checks the file, reads its checksums, and puts the file into the body and the request into the headers. */
    public void prepare(Exchange exchange) throws IOException {
        PathWork work = PathWork.of(exchange);
        PreparedUpload upload = uploads.get().prepare(work.pathState());
        work.prepared(upload);
        Message message = exchange.getMessage();
        message.setHeader(Headers.IN_PARTS, upload.inParts());
        message.setBody(upload.file().toFile());
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
        PathWork.of(exchange).upload().expectBody(exchange.getMessage().getBody());
    }

    /** Sends a large file. */
    public void sendParts(Exchange exchange) throws IOException {
        String etag = uploads.get().sendParts(PathWork.of(exchange).upload());
        exchange.getMessage().setHeader(AWS2S3Constants.E_TAG, etag);
    }

    /** What came of it, in the body. A file that changed while it was sent is looked at again. */
    public void confirm(Exchange exchange) throws IOException {
        PathWork work = PathWork.of(exchange);
        PreparedUpload upload = work.upload();
        String etag = exchange.getMessage().getHeader(AWS2S3Constants.E_TAG, String.class);
        Entry entry = uploads.get().confirm(upload, etag);
        exchange.getMessage()
                .setBody(new Completed(
                        Action.UPLOAD,
                        upload.pathState(),
                        entry,
                        upload.version().size(),
                        work.took()));
    }
}
