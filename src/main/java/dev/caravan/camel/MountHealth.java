package dev.caravan.camel;

import dev.caravan.mount.MountName;
import dev.caravan.status.EventListener;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.MountState;
import dev.caravan.status.Occurrence;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Camel's health check of a mount, {@code caravan-<mount>}: it is down while passes fail, until one succeeds again. */
final class MountHealth extends AbstractHealthCheck implements EventListener {
    private static final String GROUP = "caravan";

    /** The first failure may be one of a moment: the next pass follows within a second. */
    private static final int FAILURES = 2;

    private final Journal journal;
    private int failedInARow;
    private String why = "";

    MountHealth(MountName mount, Journal journal) {
        super(GROUP, MountRoutes.PREFIX + mount);
        this.journal = journal;
        journal.add(this);
    }

    @Override
    public boolean isLiveness() {
        return false; // a restart brings no bucket back
    }

    @Override
    public synchronized void on(Occurrence occurrence) {
        if (occurrence.event() instanceof MountEvent.PassFailed failed) {
            failedInARow++;
            why = failed.why();
        } else if (occurrence.event() instanceof MountEvent.PassEnded ended && ended.succeeded()) {
            failedInARow = 0;
        }
    }

    @Override
    protected synchronized void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("mount.state", journal.state().toString()).detail("mount.failed.passes", failedInARow);
        boolean halted = journal.state().phase() == MountState.Phase.HALTED;
        if (halted || failedInARow >= FAILURES) {
            builder.message(why).down();
        } else {
            builder.up();
        }
    }
}
