package dev.caravan.camel;

import dev.caravan.status.MountEvent;
import dev.caravan.sync.pass.Failures;
import dev.caravan.transfer.MirroredDeletions;
import dev.caravan.transfer.Uploads;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** What happens when a step of a mount's routes fails: the path is tried again, or its failure is told. */
public final class FailureSteps {
    private final Failures failures;
    private final Supplier<Uploads> uploads;
    private final Supplier<MirroredDeletions> deletions;

    FailureSteps(Failures failures, Supplier<Uploads> uploads, Supplier<MirroredDeletions> deletions) {
        this.failures = failures;
        this.uploads = uploads;
        this.deletions = deletions;
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
            work.preparedUpload().ifPresent(upload -> uploads.get().refused(upload, cause));
            work.preparedDeletion().ifPresent(deletion -> deletions.get().refused(deletion, cause));
        } catch (RuntimeException e) {
            work.journal().publish(new MountEvent.FailureIgnored(e));
        }
    }
}
