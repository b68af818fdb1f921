package dev.caravan.camel;

import dev.caravan.status.PassOutcome;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.pass.Pass;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** The steps of a pass. */
public final class PassSteps {
    /** The exchange property that holds what the pass has told to have failed. */
    static final String FAILURE = "CaravanPassFailure";

    private final Pass pass;
    private final Consumer<PassOutcome> ended;

    PassSteps(Pass pass, Consumer<PassOutcome> ended) {
        this.pass = pass;
        this.ended = ended;
    }

    /** Begins a pass, and says in a header whether it lists the bucket. */
    public void begin(Exchange exchange) throws IOException {
        pass.begin();
        exchange.getMessage().setHeader(Headers.LISTS_BUCKET, pass.listsBucket());
    }

    /** The paths that are missing on a side. */
    public Iterator<Candidate> missingPaths() {
        return pass.missing();
    }

    /** The pass could not be carried out as a whole. */
    public void failed(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        exchange.setProperty(FAILURE, cause);
        pass.failed(cause);
    }

    /** Has Camel count the exchange of a pass that failed as a failed one. */
    public void count(Exchange exchange) {
        exchange.setException(exchange.getProperty(FAILURE, Exception.class));
    }

    public void end() {
        ended.accept(pass.end());
    }
}
