package dev.caravan.camel;

import org.apache.camel.Exchange;
import org.apache.camel.component.seda.BlockingQueueFactory;

/** Gives the one queue to both ends of it. */
final class FairQueueFactory implements BlockingQueueFactory<Exchange> {
    private final FairQueue queue;

    FairQueueFactory(FairQueue queue) {
        this.queue = queue;
    }

    @Override
    public FairQueue create() {
        return queue;
    }

    @Override
    public FairQueue create(int capacity) {
        return queue;
    }
}
