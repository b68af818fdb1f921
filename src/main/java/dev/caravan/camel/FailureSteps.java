package dev.caravan.camel;

import dev.caravan.pass.Pass;
import dev.caravan.pass.Seen;
import java.util.Map;
import org.apache.camel.Exchange;

/** What happens when a step of any route fails: the path is tried again, or its failure is told. Others are not held up. */
public final class FailureSteps {
    private final Map<String, Pass> passes;

    FailureSteps(Map<String, Pass> passes) {
        this.passes = passes;
    }

    public void failed(Exchange exchange) {
        Pass pass = passes.get(exchange.getMessage().getHeader(Headers.MOUNT, String.class));
        Seen seen = exchange.getProperty(Headers.SEEN, Seen.class);
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (pass != null && seen != null) {
            pass.failed(seen, cause);
        }
    }
}
