package dev.caravan.camel;

import dev.caravan.pass.Candidate;
import dev.caravan.pass.Decision;
import dev.caravan.pass.Pass;
import dev.caravan.pass.PassOutcome;
import dev.caravan.reconcile.Action;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** The steps of a pass, and the gate through which everything goes that a pass hands over. */
public final class PassSteps {
    private final Pass pass;
    private final Consumer<PassOutcome> ended;

    PassSteps(Pass pass, Consumer<PassOutcome> ended) {
        this.pass = pass;
        this.ended = ended;
    }

    public void begin() throws IOException {
        pass.begin();
    }

    /** Lets the path in the body go on to be reconciled. It counts as under way until its exchange is done. */
    public void admit(Exchange exchange) {
        Candidate candidate = exchange.getMessage().getBody(Candidate.class);
        exchange.getMessage().setHeader(Headers.MOUNT, pass.mount().name().value());
        exchange.getMessage().setHeader(Headers.PATH, candidate.path().value());
        exchange.setProperty(Headers.SEEN, candidate);
        exchange.setProperty(Headers.MOUNT, pass.mount().name().value());
        pass.inFlight().admit();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                tellWhereAbandoned(done);
                pass.inFlight().leave();
            }
        });
    }

    /** Something was begun, and its route ended with neither a result nor a failure. */
    private void tellWhereAbandoned(Exchange done) {
        Decision decision = done.getProperty(Headers.DECISION, Decision.class);
        boolean begun = decision != null && decision.action() != Action.KEEP;
        if (begun && done.getProperty(Headers.DONE) == null && done.getProperty(Headers.FAILED) == null) {
            pass.abandoned(decision.pathState().path());
        }
    }

    /** Waits until nothing is under way; then, in the body, what is to be tried again: an empty list when all is done. */
    public List<Candidate> settle() {
        return pass.tryAgain();
    }

    /** The paths that are missing on a side. */
    public Iterator<Candidate> missing() {
        return pass.missing();
    }

    /** The pass could not be carried out as a whole. */
    public void failed(Exchange exchange) {
        pass.failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }

    public void end() {
        ended.accept(pass.end());
    }
}
