package dev.caravan.status;

import dev.caravan.mount.MountName;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Hands the events of one mount, or of the program, to listeners, and knows the state of the mount. */
public final class Journal {
    private static final EventListener LOG = new EventLog();

    private final @Nullable MountName mount;
    private final Clock clock;
    private final List<EventListener> listeners;
    private final AtomicLong pass = new AtomicLong();
    private volatile MountState state = MountState.of(MountState.Phase.STARTING);

    /**
     * The log is its first listener.
     *
     * @param mount null for what happens to the program as a whole
     */
    public Journal(@Nullable MountName mount, Clock clock) {
        this.mount = mount;
        this.clock = clock;
        this.listeners = new CopyOnWriteArrayList<>(List.of(LOG));
    }

    /** Of a mount that is only looked at: nothing is logged. */
    public static Journal silent(MountName mount, Clock clock) {
        Journal journal = new Journal(mount, clock);
        journal.listeners.remove(LOG);
        return journal;
    }

    /** Of the program as a whole. */
    public static Journal ofProgram() {
        return new Journal(null, Clock.systemUTC());
    }

    public void add(EventListener listener) {
        listeners.add(listener);
    }

    /** Hands an event to each listener, in the order in which they were added. */
    public void publish(Event event) {
        Occurrence occurrence = new Occurrence(mount, pass.get(), clock.instant(), event);
        for (EventListener listener : listeners) {
            try {
                listener.on(occurrence);
            } catch (RuntimeException e) {
                // somebody else's listener must not keep a path from being brought in step
                LOG.on(new Occurrence(mount, pass.get(), clock.instant(), new MountEvent.ListenerFailed(listener, e)));
            }
        }
    }

    /** Begins the next pass: counts it, and publishes an event. */
    public void beginPass() {
        pass.incrementAndGet();
        publish(new MountEvent.PassStarted());
    }

    /** The number of the pass that began last, from 1; 0 before any has. */
    public long pass() {
        return pass.get();
    }

    /** What the mount is doing now. */
    public MountState state() {
        return state;
    }

    public void enter(MountState next) {
        MountState before = state;
        if (!next.equals(before)) {
            state = next;
            publish(new MountEvent.StateChanged(before, next));
        }
    }

    public void enter(MountState.Phase next) {
        enter(MountState.of(next));
    }
}
