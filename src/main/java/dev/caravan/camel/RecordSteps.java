package dev.caravan.camel;

import dev.caravan.pass.Pass;
import dev.caravan.reconcile.Action;
import dev.caravan.transfer.Done;
import org.apache.camel.Exchange;

/** Writes down what was done: for the next pass, then for people. */
public final class RecordSteps {
    private final Pass pass;

    RecordSteps(Pass pass) {
        this.pass = pass;
    }

    /** Has the index say what is so from now on. */
    public void write(Exchange exchange) {
        Done done = exchange.getMessage().getBody(Done.class);
        exchange.setProperty(Headers.DONE, done);
        if (done.entry() == null) {
            pass.open().index().forget(done.path());
        } else if (done.action() == Action.ADOPT
                && UploadSteps.finding(exchange).remoteAssumed()) {
            pass.open().index().recordFile(done.entry());
        } else {
            pass.open().index().record(done.entry());
        }
    }

    /** Logs and counts it. */
    public void tell(Exchange exchange) {
        pass.journal().tell(exchange.getMessage().getBody(Done.class));
    }
}
