package dev.caravan.camel;

import dev.caravan.mount.Side;
import dev.caravan.remote.client.S3Operation;
import dev.caravan.status.Event;
import dev.caravan.status.EventListener;
import dev.caravan.status.MountEvent;
import dev.caravan.status.MountState;
import dev.caravan.status.Occurrence;
import dev.caravan.status.PathEvent;
import dev.caravan.sync.pass.MountSync;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The metrics of a mount, in Camel's registry of meters: docs/operations.md lists them. */
final class MountMeters implements EventListener {
    private final MeterRegistry registry;
    private final MountSync sync;
    private final Clock clock;

    private MountMeters(MeterRegistry registry, MountSync sync, Clock clock) {
        this.registry = registry;
        this.sync = sync;
        this.clock = clock;
    }

    /** Has the registry show a mount from now on. */
    static void bind(MeterRegistry registry, MountSync sync, Clock clock) {
        MountMeters meters = new MountMeters(registry, sync, clock);
        meters.bindGauges();
        sync.journal().add(meters);
    }

    private void bindGauges() {
        gauge(
                "caravan.in.step",
                "1 if nothing waits, is held or is a problem, as of the last complete look",
                () -> sync.standing().inStep() ? 1 : 0);
        gauge(
                "caravan.waiting",
                "paths that a pass has decided about and not carried out yet",
                () -> sync.activity().waiting());
        gauge(
                "caravan.held",
                "deletions that wait for a person",
                () -> sync.standing().held());
        gauge(
                "caravan.problems",
                "paths that cannot be brought in step",
                () -> sync.standing().problems());
        gauge(
                "caravan.last.success.timestamp.seconds",
                "when the last pass ended that succeeded",
                () -> Optional.ofNullable(sync.activity().passes().succeeded())
                        .map(time -> time.toEpochMilli() / 1000.0)
                        .orElse(0.0));
        gauge(
                "caravan.conflicts",
                "conflict copies in the folder",
                () -> sync.standing().conflicts());
        gauge(
                "caravan.index.bytes",
                "the size of the index",
                () -> sync.standing().indexBytes());
        gauge(
                "caravan.trash.bytes",
                "the size of the local trash",
                () -> sync.standing().trashBytes());
        gauge(
                "caravan.s3.cost.per.day.dollars",
                "what the requests of the last 24 hours cost about, in S3 Standard in us-east-1",
                this::cost);
        for (S3Operation operation : S3Operation.values()) {
            FunctionCounter.builder("caravan.s3.requests", sync.limiter().counts(), counts -> counts.of(operation))
                    .description("requests that were sent to the store, each attempt counted")
                    .tag("mount", name())
                    .tag("operation", operation.word())
                    .tag("class", operation.price().word())
                    .register(registry);
        }
        for (Side side : Side.values()) {
            Gauge.builder("caravan.oldest.unsynced.change.seconds", () -> age(side))
                    .description("how long the oldest change has waited that a pass has met and not carried over")
                    .tag("mount", name())
                    .tag("direction", side == Side.REMOTE ? "to-s3" : "to-folder")
                    .register(registry);
        }
        for (MountState.Phase phase : MountState.Phase.values()) {
            Gauge.builder("caravan.state", () -> sync.journal().state().phase() == phase ? 1 : 0)
                    .description("1 for what the mount is doing")
                    .tag("mount", name())
                    .tag("state", phase.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private String name() {
        return sync.mount().name().value();
    }

    private void gauge(String name, String what, Supplier<Number> value) {
        Gauge.builder(name, value).description(what).tag("mount", name()).register(registry);
    }

    private double cost() {
        Instant now = clock.instant();
        sync.history().write(now);
        return sync.session()
                .ledger()
                .map(ledger -> ledger.history().since(now.minus(Duration.ofDays(1))).stream()
                        .mapToDouble(span -> span.requests().dollars())
                        .sum())
                .orElse(0.0);
    }

    private double age(Side waits) {
        Instant now = clock.instant();
        return sync.activity()
                .oldest(waits)
                .map(since -> Math.max(0, Duration.between(since, now).toMillis() / 1000.0))
                .orElse(0.0);
    }

    @Override
    public void on(Occurrence occurrence) {
        Event event = occurrence.event();
        if (event instanceof PathEvent.Uploaded uploaded) {
            count("upload", uploaded.bytes());
        } else if (event instanceof PathEvent.Downloaded downloaded) {
            count("download", downloaded.bytes());
        } else if (event instanceof PathEvent.DeletedLocally) {
            count("delete-local", 0);
        } else if (event instanceof PathEvent.DeletedRemotely) {
            count("delete-remote", 0);
        } else if (event instanceof PathEvent.ConflictKept) {
            count("conflict", 0);
        } else if (event instanceof PathEvent.Failed failed) {
            failure(failed.error(), true);
        } else if (event instanceof PathEvent.Retried retried) {
            failure(retried.error(), false);
        } else if (event instanceof MountEvent.PassFailed failed) {
            failure(failed.error(), true);
        } else if (event instanceof MountEvent.PassEnded ended) {
            Timer.builder("caravan.pass.duration")
                    .description("how long passes take")
                    .tag("mount", name())
                    .register(registry)
                    .record(ended.took());
        }
    }

    private void count(String action, long bytes) {
        counter("caravan.paths", "paths that were carried over", action).increment();
        if (bytes > 0) {
            counter("caravan.bytes", "bytes that were carried over", action).increment((double) bytes);
        }
    }

    private Counter counter(String name, String what, String action) {
        return Counter.builder(name)
                .description(what)
                .tag("mount", name())
                .tag("action", action)
                .register(registry);
    }

    /** The causes are the codes of the store and the names of exceptions, which are few. */
    private void failure(String cause, boolean last) {
        Counter.builder("caravan.failures")
                .description("attempts that failed; final are those that no attempt of the same pass follows")
                .tag("mount", name())
                .tag("cause", cause.isEmpty() ? "unknown" : cause)
                .tag("final", Boolean.toString(last))
                .register(registry)
                .increment();
    }
}
