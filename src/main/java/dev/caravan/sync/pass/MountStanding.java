package dev.caravan.sync.pass;

import dev.caravan.index.Ledger;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.mount.Mount;
import dev.caravan.status.Event;
import dev.caravan.status.EventListener;
import dev.caravan.status.MountActivity;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Occurrence;
import dev.caravan.status.PathEvent;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.sync.session.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Whether a mount is in step, as its passes know, and since when. Safe for several threads. */
public final class MountStanding implements EventListener {
    private final Mount mount;
    private final Session session;
    private final MountActivity activity;
    private @Nullable Instant inStepSince;
    private volatile long conflicts;
    private volatile boolean mustCount = true;
    private volatile long trash;
    private volatile boolean mustMeasure = true;

    MountStanding(Mount mount, Session session, MountActivity activity) {
        this.mount = mount;
        this.session = session;
        this.activity = activity;
    }

    @Override
    public void on(Occurrence occurrence) {
        Event event = occurrence.event();
        boolean changes =
                (event instanceof PathEvent.Decided decided && !decided.action().isRecordedOnly())
                        || event instanceof MountEvent.DeletionsHeld;
        if (changes) {
            setInStepSince(null);
        } else if (event instanceof PathEvent.ConflictKept) {
            recount();
        } else if (event instanceof MountEvent.PassEnded) {
            recount();
            if (inStep()) {
                beginInStep(occurrence.time());
            } else {
                setInStepSince(null);
            }
        }
    }

    private synchronized void setInStepSince(@Nullable Instant time) {
        inStepSince = time;
    }

    private synchronized void beginInStep(Instant time) {
        inStepSince = inStepSince == null ? time : inStepSince;
    }

    /** Whether nothing waits, is held or is a problem, as of the last complete look. */
    public boolean inStep() {
        boolean looked =
                activity.passes().looked() != null && activity.passes().fault().isEmpty();
        return looked && activity.waiting() == 0 && problems() == 0 && !isAnythingHeld();
    }

    /** Also a deletion that a person has decided about, or an undo, until a pass has carried it out. */
    private boolean isAnythingHeld() {
        return session.ledger()
                .map(ledger -> ledger.held().hasAny() || ledger.undo().asked().isPresent())
                .orElse(false);
    }

    /** Since when it is in step, as the passes of this program know; empty if it is not. */
    public synchronized Optional<Instant> inStepSince() {
        return inStep() ? Optional.ofNullable(inStepSince) : Optional.empty();
    }

    /** How many deletions wait for a person. */
    public long held() {
        return inLedger(ledger -> ledger.held().waiting());
    }

    /** How many paths cannot be brought in step. */
    public long problems() {
        return inLedger(ledger -> ledger.problems().count());
    }

    /** How many conflict copies lie in the folder, counted once a pass. */
    public long conflicts() {
        if (mustCount && session.ledger().isPresent()) {
            mustCount = false;
            conflicts = inLedger(ledger -> ledger.conflictCopies(mount.folder()).size());
        }
        return conflicts;
    }

    /** There may be more conflict copies, or fewer, and the trash may be another. */
    public void recount() {
        mustCount = true;
        mustMeasure = true;
    }

    /** The size of the index. */
    public long indexBytes() {
        return session.current()
                .map(open -> mount.index()
                        .orElse(StateDirectory.indexFile(open.state().directory())))
                .map(file -> file.toFile().length())
                .orElse(0L);
    }

    /** The size of the local trash, counted once in a pass that somebody asks in. */
    public long trashBytes() {
        if (mustMeasure) {
            mustMeasure = false;
            trash = session.current().map(MountStanding::trashBytes).orElse(0L);
        }
        return trash;
    }

    private static long trashBytes(OpenMount open) {
        try {
            long bytes = 0;
            for (Trash.Found bin : open.state().trash().found()) {
                bytes += bin.bytes();
            }
            return bytes;
        } catch (IOException e) {
            return 0; // such as one that is being swept
        }
    }

    private long inLedger(ToLongFunction<Ledger> count) {
        return session.ledger().map(count::applyAsLong).orElse(0L);
    }
}
