package dev.caravan.camel;

import dev.caravan.pass.Candidate;
import dev.caravan.pass.Decision;
import dev.caravan.pass.Pass;
import dev.caravan.status.MountEvent;
import org.apache.camel.Exchange;

/** What happens when a step of a mount's routes fails: the path is tried again, or its failure is told. */
public final class FailureSteps {
    private final Pass pass;
    private final UploadSteps uploads;
    private final DeleteSteps deletions;

    FailureSteps(Pass pass, UploadSteps uploads, DeleteSteps deletions) {
        this.pass = pass;
        this.uploads = uploads;
        this.deletions = deletions;
    }

    public void failed(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        learn(exchange, cause);
        exchange.setProperty(Headers.FAILED, true);
        pass.failed(
                exchange.getProperty(Headers.SEEN, Candidate.class),
                exchange.getProperty(Headers.DECISION, Decision.class),
                cause);
    }

    /** What a refusal says of the store; to find out takes a request, which may fail in turn. */
    private void learn(Exchange exchange, Throwable cause) {
        try {
            uploads.refused(exchange, cause);
            deletions.refused(exchange, cause);
        } catch (RuntimeException e) {
            pass.journal().publish(new MountEvent.Excused(e));
        }
    }
}
