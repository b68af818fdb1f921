package dev.caravan.camel;

import dev.caravan.status.Journal;
import dev.caravan.transfer.Completed;
import org.apache.camel.Exchange;

/** Tells all who listen what was done about a path. */
public final class ReportSteps {
    private final Journal journal;

    ReportSteps(Journal journal) {
        this.journal = journal;
    }

    public void completed(Exchange exchange) {
        journal.publish(exchange.getMessage().getBody(Completed.class).event());
    }
}
