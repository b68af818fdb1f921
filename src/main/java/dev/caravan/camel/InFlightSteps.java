package dev.caravan.camel;

import dev.caravan.mount.MountName;
import dev.caravan.status.Journal;
import dev.caravan.status.MountState;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.pass.Failures;
import dev.caravan.sync.pass.InFlight;
import dev.caravan.sync.pass.RetryQueue;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** The gate through which every path goes that a pass hands over, and the wait until all of them are done. */
public final class InFlightSteps {
    private final MountName mount;
    private final InFlight inFlight;
    private final RetryQueue retries;
    private final Failures failures;
    private final Journal journal;

    InFlightSteps(MountName mount, InFlight inFlight, RetryQueue retries, Failures failures, Journal journal) {
        this.mount = mount;
        this.inFlight = inFlight;
        this.retries = retries;
        this.failures = failures;
        this.journal = journal;
    }

    /** Lets the path in the body go on to be reconciled. It counts as in flight until its exchange is done. */
    public void admit(Exchange exchange) {
        Candidate candidate = exchange.getMessage().getBody(Candidate.class);
        exchange.getMessage().setHeader(Headers.MOUNT, mount.value());
        exchange.getMessage().setHeader(Headers.PATH, candidate.path().value());
        PathWork work = PathWork.begin(exchange, candidate, journal);
        inFlight.admit();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                // not from the exchange, as a step of a user's may have removed its properties
                if (work.isAbandoned()) {
                    failures.abandoned(candidate.path());
                }
                inFlight.leave();
            }
        });
    }

    /** Waits until nothing is in flight; then, in the body, what is to be tried again: an empty list when all is done. */
    public List<Candidate> drain() {
        journal.enter(MountState.Phase.TRANSFERRING);
        return retries.awaitFollowUps();
    }
}
