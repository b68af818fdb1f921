package dev.caravan.camel;

import dev.caravan.pass.Candidate;
import dev.caravan.pass.Pass;
import dev.caravan.pass.RemoteLook;
import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists a bucket page by page. The producer hides whether a page is the last, so an empty one ends the list. */
public final class ListSteps {
    private final Pass pass;

    ListSteps(Pass pass) {
        this.pass = pass;
    }

    /** The request for the next page, or null when the list is complete. */
    public @Nullable ListObjectsRequest nextPage() {
        boolean wanted =
                !pass.inFlight().isStopping() && !pass.open().remoteLook().isAtEnd();
        RemoteLook look = pass.open().remoteLook();
        return wanted ? pass.open().bucket().page(look.lastKey(), look) : null;
    }

    /** What needs attention of a page; keys that have not changed are not even in it. */
    @SuppressWarnings("unchecked")
    public List<Candidate> changedObjects(Exchange exchange) throws IOException {
        return pass.open().remoteLook().take((List<S3Object>)
                exchange.getMessage().getBody(List.class));
    }
}
