package dev.caravan.sync.pass;

import dev.caravan.index.Ledger;
import dev.caravan.local.ConflictNames;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.mount.Mount;
import dev.caravan.status.EventListener;
import dev.caravan.status.MountActivity;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Occurrence;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.sync.session.Session;
import java.io.IOException;
import java.nio.file.Files;
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
    private long conflicts;
    private long conflictsOfPass = -1;
    private long trash;
    private long trashOfPass = -1;

    MountStanding(Mount mount, Session session, MountActivity activity) {
        this.mount = mount;
        this.session = session;
        this.activity = activity;
    }

    @Override
    public void on(Occurrence occurrence) {
        if (occurrence.event() instanceof MountEvent.PassEnded) {
            boolean inStep = inStep();
            synchronized (this) {
                inStepSince = !inStep ? null : inStepSince == null ? occurrence.time() : inStepSince;
            }
        }
    }

    /** Whether nothing waits, is held or is a problem, as of the last complete look. */
    public boolean inStep() {
        boolean looked =
                activity.passes().looked() != null && activity.passes().fault().isEmpty();
        return looked && activity.waiting() == 0 && held() == 0 && problems() == 0;
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
    public synchronized long conflicts() {
        long pass = activity.passes().number();
        if (pass != conflictsOfPass && session.ledger().isPresent()) {
            conflictsOfPass = pass;
            conflicts = inLedger(this::conflictCopies);
        }
        return conflicts;
    }

    /** Somebody has settled one. */
    public synchronized void recount() {
        conflictsOfPass = -1;
    }

    private long conflictCopies(Ledger ledger) {
        return ledger.pathsNamed(ConflictNames.MARK).stream()
                .filter(ConflictNames::isCopy)
                .filter(copy -> Files.exists(mount.folder().resolve(copy.value())))
                .count();
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
    public synchronized long trashBytes() {
        long pass = activity.passes().number();
        if (pass != trashOfPass) {
            trashOfPass = pass;
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
