package dev.caravan.camel;

import dev.caravan.remote.S3Errors;
import dev.caravan.status.PathEvent;
import org.apache.camel.Exchange;

/** What happens when a step behind {@code publish} fails for good: what was done stays done, and the loss is told. */
public final class PublishFailure {
    public void failed(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        PathWork.find(exchange)
                .ifPresent(work -> work.completed()
                        .ifPresent(completed -> work.journal()
                                .publish(new PathEvent.PublishFailed(
                                        completed.path(), completed.action(), S3Errors.errorCode(cause), cause))));
    }
}
