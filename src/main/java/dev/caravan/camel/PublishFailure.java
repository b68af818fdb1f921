package dev.caravan.camel;

import dev.caravan.pass.Pass;
import dev.caravan.remote.S3Errors;
import dev.caravan.status.PathEvent;
import dev.caravan.transfer.Completed;
import java.util.Map;
import org.apache.camel.Exchange;

/** What happens when a step behind {@code publish} fails for good: what was done stays done, and the loss is told. */
public final class PublishFailure {
    private final Map<String, Pass> passes;

    PublishFailure(Map<String, Pass> passes) {
        this.passes = passes;
    }

    public void failed(Exchange exchange) {
        Completed completed = exchange.getProperty(Headers.DONE, Completed.class);
        Pass pass = passes.get(exchange.getProperty(Headers.MOUNT, "", String.class));
        if (pass != null && completed != null) {
            Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
            pass.journal()
                    .publish(new PathEvent.PublishFailed(
                            completed.path(), completed.action(), S3Errors.errorCode(cause), cause));
        }
    }
}
