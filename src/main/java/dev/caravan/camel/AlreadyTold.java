package dev.caravan.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.LoggingExceptionHandler;
import org.jspecify.annotations.Nullable;

/** Says nothing of a pass that failed, as the pass has told it, and logs whatever else goes wrong in its route. */
final class AlreadyTold implements ExceptionHandler {
    private final ExceptionHandler others;

    AlreadyTold(CamelContext context) {
        this.others = new LoggingExceptionHandler(context, AlreadyTold.class);
    }

    @Override
    public void handleException(Throwable exception) {
        others.handleException(exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        others.handleException(message, exception);
    }

    @Override
    public void handleException(String message, @Nullable Exchange exchange, Throwable exception) {
        boolean told = exchange != null && exchange.getProperty(PassSteps.FAILURE) == exception;
        if (!told) {
            others.handleException(message, exchange, exception);
        }
    }
}
