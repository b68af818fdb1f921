package dev.caravan.sync.session;

import dev.caravan.index.Ledger;
import dev.caravan.status.Journal;
import dev.caravan.status.MountState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One mount, opened for its first pass, and open until Caravan stops. */
public final class Session {
    private final MountOpener opener;
    private final Journal journal;
    private final List<Runnable> last = new CopyOnWriteArrayList<>();
    private volatile @Nullable OpenMount open;

    public Session(MountOpener opener, Journal journal) {
        this.opener = opener;
        this.journal = journal;
    }

    /**
     * Opens the mount where that is still to be done.
     *
     * @throws MountException saying what is wrong with it, and what to do
     */
    public OpenMount open() throws IOException {
        OpenMount current = open;
        if (current == null) {
            current = opener.open();
            try {
                SettingsChange.fit(current, journal);
                current.generation().advance();
                current.transfers().leftOvers().abort(false);
            } catch (IOException | RuntimeException e) {
                opener.letGo();
                current.close();
                throw e;
            }
            open = current;
        }
        return current;
    }

    /** The mount, where it is open. */
    public Optional<OpenMount> current() {
        return Optional.ofNullable(open);
    }

    /** What people ask of the mount and answer, where it is open. */
    public Optional<Ledger> ledger() {
        return current().map(mount -> mount.index().ledger());
    }

    /** A supplier of a part of the mount, which throws an IllegalStateException while the mount is not open. */
    public <T> Supplier<T> part(Function<OpenMount, T> part) {
        return () -> part.apply(
                current().orElseThrow(() -> new IllegalStateException("The mount is not open: no pass has begun")));
    }

    /** Adds what is to be written down as long as the mount is open. */
    public void beforeClose(Runnable task) {
        last.add(task);
    }

    /** Lets go of the folder and the index. */
    public void close() throws IOException {
        journal.enter(MountState.Phase.STOPPED);
        try {
            last.forEach(Runnable::run);
        } finally {
            OpenMount current = open;
            open = null;
            if (current != null) {
                opener.letGo();
                current.close();
            }
        }
    }
}
