package dev.caravan.camel;

import dev.caravan.mount.Mount;
import dev.caravan.remote.QueueErrors;
import dev.caravan.sync.look.BucketEvents;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.look.RemoteLook;
import dev.caravan.sync.pass.InFlight;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.util.json.DeserializationException;

/** Takes the events of a bucket from their queue, for the next pass, and learns whether the queue answers. */
public final class EventSteps implements PollingConsumerPollStrategy {
    private final Mount mount;
    private final BucketEvents events;
    private final Supplier<RemoteLook> look;
    private final InFlight inFlight;

    EventSteps(Mount mount, BucketEvents events, Supplier<RemoteLook> look, InFlight inFlight) {
        this.mount = mount;
        this.events = events;
        this.look = look;
        this.inFlight = inFlight;
    }

    /** A message of the queue. */
    public void take(String message) {
        try {
            for (BucketMessage.Notification event : BucketMessage.read(message)) {
                boolean ours = mount.location().mayMean(event.bucket());
                if (ours && event.removed()) {
                    events.removed(event.key());
                } else if (ours) {
                    events.stored(event.key(), event.version());
                }
            }
        } catch (DeserializationException | IllegalArgumentException e) {
            events.unreadable(e.getMessage() + ": " + message.substring(0, Math.min(200, message.length())));
        }
    }

    /** The objects that need attention in this pass. */
    public List<Candidate> changedObjects() {
        return events.takeCandidates(look.get());
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return !inFlight.isStopping();
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        events.resumed();
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        if (!inFlight.isStopping()) {
            events.unavailable(QueueErrors.explain(mount, cause));
        }
        return false;
    }
}
