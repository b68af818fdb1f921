package dev.caravan.camel;

import dev.caravan.local.ChangedException;
import dev.caravan.transfer.MirroredDeletions;
import dev.caravan.transfer.PathState;
import dev.caravan.transfer.PreparedDeletion;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Mirrors deletions: in the folder at once, in the bucket before and after Camel's aws2-s3 producer. */
public final class DeleteSteps {
    private final Supplier<MirroredDeletions> deletions;

    DeleteSteps(Supplier<MirroredDeletions> deletions) {
        this.deletions = deletions;
    }

    /** Moves the file into the trash, once the store has confirmed that the object is gone. */
    public void deleteLocal(Exchange exchange) throws IOException {
        PathState pathState = PathWork.of(exchange).pathState();
        exchange.getMessage().setBody(deletions.get().deleteLocal(pathState));
    }

    /** The request to delete the very version that was found, in the body. */
    public void prepareRemote(Exchange exchange) throws ChangedException {
        PathWork work = PathWork.of(exchange);
        PreparedDeletion deletion = deletions.get().prepare(work.pathState());
        work.prepared(deletion);
        exchange.getMessage().setBody(deletion.request());
    }

    /** The object is gone. */
    public void confirmRemote(Exchange exchange) {
        PreparedDeletion deletion = PathWork.of(exchange).deletion();
        exchange.getMessage().setBody(deletions.get().confirm(deletion));
    }
}
