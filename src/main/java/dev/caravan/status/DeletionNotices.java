package dev.caravan.status;

import dev.caravan.mount.Side;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Announces once why deletions on a side are held, and once that they no longer are. */
public final class DeletionNotices {
    private final Journal journal;
    private final Suggestions commands;
    private final Map<Side, String> told = new ConcurrentHashMap<>();

    public DeletionNotices(Journal journal, Suggestions commands) {
        this.journal = journal;
        this.commands = commands;
    }

    /** @param why deletions on a side are held; empty where they are not */
    public void tell(Side side, Optional<String> why) {
        String before = told.put(side, why.orElse(""));
        if (why.isPresent() && !why.get().equals(before)) {
            journal.publish(new MountEvent.DeletionsHeld(side, why.get(), commands));
        } else if (why.isEmpty() && before != null && !before.isEmpty()) {
            journal.publish(new MountEvent.DeletionsReleased(side));
        }
    }
}
