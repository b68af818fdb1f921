package dev.caravan.sync.session;

import dev.caravan.index.IndexException;
import dev.caravan.index.Ledger;
import dev.caravan.status.EventListener;
import dev.caravan.status.Occurrence;
import dev.caravan.status.PathEvent;
import java.util.Optional;
import java.util.function.Supplier;

/** Remembers which side each conflict copy is from, for whoever settles it. */
public final class ConflictMemory implements EventListener {
    private final Supplier<Optional<Ledger>> ledger;

    /** @param ledger of the mount, where it is open */
    public ConflictMemory(Supplier<Optional<Ledger>> ledger) {
        this.ledger = ledger;
    }

    @Override
    public void on(Occurrence occurrence) {
        if (occurrence.event() instanceof PathEvent.ConflictKept kept) {
            try {
                ledger.get().ifPresent(open -> open.conflicts().remember(kept.copy(), kept.side()));
            } catch (IndexException e) {
                // whoever settles it is told that the side is not known
            }
        }
    }
}
