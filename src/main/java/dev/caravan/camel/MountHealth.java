package dev.caravan.camel;

import dev.caravan.mount.Side;
import dev.caravan.status.EventListener;
import dev.caravan.status.HumanFormat;
import dev.caravan.status.MountActivity;
import dev.caravan.status.MountEvent;
import dev.caravan.status.MountState;
import dev.caravan.status.Occurrence;
import dev.caravan.sync.pass.MountSync;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Camel's health check of a mount, {@code caravan-<mount>}: it is down while passes fail, until one succeeds again, while the mount
 * is halted, and while a change has waited for longer than {@code lag-limit}.
 */
final class MountHealth extends AbstractHealthCheck implements EventListener {
    private static final String GROUP = "caravan";

    /** The first failure may be one of a moment: the next pass follows within a second. */
    private static final int FAILURES = 2;

    private static final Duration A_LONG_PASS = Duration.ofMinutes(1);

    private final MountSync sync;
    private final Clock clock;
    private final Instant begun;
    private int failedInARow;
    private String why = "";

    MountHealth(MountSync sync, Clock clock) {
        super(GROUP, MountRoutes.PREFIX + sync.mount().name());
        this.sync = sync;
        this.clock = clock;
        this.begun = clock.instant();
        sync.journal().add(this);
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
        MountState state = sync.journal().state();
        builder.detail("mount.state", state.toString()).detail("mount.failed.passes", failedInARow);
        Duration lag = lag();
        builder.detail("mount.lag.seconds", lag.toSeconds());
        boolean halted = state.phase() == MountState.Phase.HALTED;
        if (halted || failedInARow >= FAILURES) {
            builder.message(why).down();
        } else if (sync.mount()
                .lagLimit()
                .filter(limit -> lag.compareTo(limit) > 0)
                .isPresent()) {
            builder.message("a change has waited for " + HumanFormat.span(lag) + ", which is longer than mounts."
                            + sync.mount() + ".lag-limit")
                    .down();
        } else {
            builder.up();
        }
    }

    /** Whether a pass has gone on for so long that it may hang, such as in a list that does not come. */
    private static boolean isLong(MountActivity.Passes passes, Instant now) {
        Instant began = passes.began();
        Instant ended = passes.ended();
        boolean goesOn = began != null && (ended == null || began.isAfter(ended));
        return goesOn && Duration.between(began, now).compareTo(A_LONG_PASS) > 0;
    }

    /**
     * How long the oldest change has waited. As long as no pass succeeds, or none is made, nobody knows what waits, so the time
     * since the last complete look counts, too.
     */
    private Duration lag() {
        Instant now = clock.instant();
        MountActivity activity = sync.activity();
        Instant looked = activity.passes().looked();
        boolean blind = !activity.passes().fault().isEmpty()
                || sync.pace().isPaused()
                || looked == null
                || isLong(activity.passes(), now);
        return Stream.concat(
                        Stream.of(Side.values()).flatMap(side -> activity.oldest(side).stream()),
                        blind ? Stream.of(looked == null ? begun : looked) : Stream.empty())
                .map(since -> Duration.between(since, now))
                .filter(age -> !age.isNegative())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
