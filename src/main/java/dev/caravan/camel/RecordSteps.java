package dev.caravan.camel;

import dev.caravan.pass.Pass;
import dev.caravan.reconcile.Action;
import dev.caravan.transfer.Completed;
import org.apache.camel.Exchange;

/** Writes down what was done, for the next pass. */
public final class RecordSteps {
    private final Pass pass;

    RecordSteps(Pass pass) {
        this.pass = pass;
    }

    /** Has the index say what is so from now on. */
    public void write(Exchange exchange) {
        Completed completed = exchange.getMessage().getBody(Completed.class);
        exchange.setProperty(Headers.DONE, completed);
        if (completed.entry() == null) {
            pass.open().index().forget(completed.path());
        } else if (completed.action() == Action.ADOPT
                && UploadSteps.pathState(exchange).remoteAssumed()) {
            pass.open().index().recordFile(completed.entry());
        } else {
            pass.open().index().record(completed.entry());
        }
    }
}
