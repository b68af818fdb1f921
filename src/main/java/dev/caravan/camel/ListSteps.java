package dev.caravan.camel;

import dev.caravan.remote.Bucket;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.look.RemoteLook;
import dev.caravan.sync.pass.InFlight;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists a bucket page by page. The producer hides whether a page is the last, so an empty one ends the list. */
public final class ListSteps {
    private final Supplier<Bucket> bucket;
    private final Supplier<RemoteLook> look;
    private final InFlight inFlight;

    ListSteps(Supplier<Bucket> bucket, Supplier<RemoteLook> look, InFlight inFlight) {
        this.bucket = bucket;
        this.look = look;
        this.inFlight = inFlight;
    }

    /** The request for the next page, or null when the list is complete. */
    public @Nullable ListObjectsRequest nextPage() {
        RemoteLook remote = look.get();
        boolean wanted = !inFlight.isStopping() && !remote.isAtEnd();
        return wanted ? bucket.get().requests().page(remote.lastKey(), remote) : null;
    }

    /** What needs attention of a page; keys that have not changed are not even in it. */
    @SuppressWarnings("unchecked")
    public List<Candidate> changedObjects(Exchange exchange) throws IOException {
        return look.get().take((List<S3Object>) exchange.getMessage().getBody(List.class));
    }
}
