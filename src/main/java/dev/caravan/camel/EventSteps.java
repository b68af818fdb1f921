package dev.caravan.camel;

import dev.caravan.mount.Mount;
import dev.caravan.pass.BucketEvents;
import dev.caravan.pass.Candidate;
import dev.caravan.pass.Pass;
import dev.caravan.remote.QueueErrors;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.util.json.DeserializationException;

/** Takes the events of a bucket from their queue, for the next pass, and learns whether the queue answers. */
public final class EventSteps implements PollingConsumerPollStrategy {
    private final Pass pass;

    EventSteps(Pass pass) {
        this.pass = pass;
    }

    /** A message of the queue. */
    public void take(String message) {
        BucketEvents events = pass.events();
        Mount mount = pass.mount();
        try {
            for (BucketMessage.Notification event : BucketMessage.read(message)) {
                boolean ours = isAccessPoint(mount.location().bucket())
                        || mount.location().bucket().equals(event.bucket());
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

    /** Events name the bucket behind an access point, which only its owner knows. */
    private static boolean isAccessPoint(String bucket) {
        return bucket.startsWith("arn:") || bucket.endsWith("-s3alias");
    }

    /** The objects that need attention in this pass. */
    public List<Candidate> changedObjects() {
        return pass.changedObjects();
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return !pass.inFlight().isStopping();
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        pass.events().resumed();
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        if (!pass.inFlight().isStopping()) {
            pass.events().unavailable(QueueErrors.explain(pass.mount(), cause));
        }
        return false;
    }
}
