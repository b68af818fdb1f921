package dev.caravan.camel;

import dev.caravan.pass.Candidate;
import dev.caravan.pass.Decision;
import dev.caravan.pass.Pass;
import dev.caravan.reconcile.Action;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** The gate through which every path goes that a pass hands over, and the wait until all of them are done. */
public final class InFlightSteps {
    private final Pass pass;

    InFlightSteps(Pass pass) {
        this.pass = pass;
    }

    /** Lets the path in the body go on to be reconciled. It counts as in flight until its exchange is done. */
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
                reportWhereAbandoned(done);
                pass.inFlight().leave();
            }
        });
    }

    /** Something was begun, and its route ended with neither a result nor a failure. */
    private void reportWhereAbandoned(Exchange done) {
        Decision decision = done.getProperty(Headers.DECISION, Decision.class);
        boolean begun = decision != null && decision.action() != Action.KEEP;
        if (begun && done.getProperty(Headers.DONE) == null && done.getProperty(Headers.FAILED) == null) {
            pass.abandoned(decision.pathState().path());
        }
    }

    /** Waits until nothing is in flight; then, in the body, what is to be tried again: an empty list when all is done. */
    public List<Candidate> drain() {
        return pass.tryAgain();
    }
}
