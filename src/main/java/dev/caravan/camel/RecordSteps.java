package dev.caravan.camel;

import dev.caravan.index.Index;
import dev.caravan.transfer.Completed;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Writes down what was done, for the next pass. */
public final class RecordSteps {
    private final Supplier<Index> index;

    RecordSteps(Supplier<Index> index) {
        this.index = index;
    }

    /** Has the index say what is so from now on. */
    public void write(Exchange exchange) {
        Completed completed = exchange.getMessage().getBody(Completed.class);
        PathWork.of(exchange).completed(completed);
        completed.recordIn(index.get());
    }
}
