package dev.caravan.camel;

import dev.caravan.pass.Failures;
import dev.caravan.status.MountEvent;
import dev.caravan.transfer.Transfers;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** What happens when a step of a mount's routes fails: the path is tried again, or its failure is told. */
public final class FailureSteps {
    private final Failures failures;
    private final Supplier<Transfers> transfers;

    FailureSteps(Failures failures, Supplier<Transfers> transfers) {
        this.failures = failures;
        this.transfers = transfers;
    }

    public void failed(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        PathWork work = PathWork.of(exchange);
        learn(work, cause);
        work.failed();
        failures.failed(work.candidate(), work.decision().orElse(null), cause);
    }

    /** What a refusal says of the store; to find out takes a request, which may fail in turn. */
    private void learn(PathWork work, Throwable cause) {
        try {
            work.preparedUpload().ifPresent(upload -> transfers.get().uploads().refused(upload, cause));
            work.preparedDeletion()
                    .ifPresent(deletion -> transfers.get().deletions().refused(deletion, cause));
        } catch (RuntimeException e) {
            work.journal().publish(new MountEvent.Excused(e));
        }
    }
}
