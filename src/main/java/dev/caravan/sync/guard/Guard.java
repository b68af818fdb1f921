package dev.caravan.sync.guard;

import dev.caravan.mount.DeletionSafety;
import dev.caravan.mount.Side;
import java.time.Duration;
import java.util.Optional;

/** Says whether what seems to be gone on one side may be deleted on the other. */
public final class Guard {
    /** How far the deletion limit looks back, as many small losses can empty a mount, too. */
    public static final Duration WINDOW = Duration.ofHours(24);

    private final DeletionSafety deletionSafety;

    public Guard(DeletionSafety deletionSafety) {
        this.deletionSafety = deletionSafety;
    }

    /** Why the deletions that follow from what is gone on a side are held; empty if they may be carried out. */
    public Optional<String> holds(Side side, Evidence evidence) {
        if (evidence.gone() == 0) {
            return Optional.empty();
        }
        if (!evidence.complete()) {
            return Optional.of("the list of the bucket or the scan of the folder was not complete");
        }
        if (!evidence.samePlace()) {
            return Optional.of(side.noun() + " is another directory or file system than before");
        }
        if (evidence.found() == 0) {
            return Optional.of(side.noun() + " has become empty");
        }
        long gone = evidence.gone() + evidence.recent();
        long known = evidence.known() + evidence.recent();
        if (Math.max(known, gone) <= deletionSafety.deletionPaths()) {
            return Optional.empty();
        }
        if (gone > deletionSafety.deletionPaths() && gone * 100 > known * deletionSafety.deletionPercent()) {
            return Optional.of(gone + " of " + known + " paths vanished from " + side.noun()
                    + (evidence.recent() == 0 ? " since the last pass" : " within 24 hours")
                    + " (deletion-limit " + deletionSafety.deletionPercent() + "%)");
        }
        if (evidence.gone() + evidence.modified() >= evidence.known()) {
            return Optional.of("all " + evidence.known() + " paths in " + side.noun() + " changed at once");
        }
        return Optional.empty();
    }
}
