package dev.caravan.guard;

import dev.caravan.mount.Care;
import dev.caravan.mount.Side;
import java.util.Optional;

/** Says whether what seems to be gone on one side may be deleted on the other. */
public final class Guard {
    private final Care care;

    public Guard(Care care) {
        this.care = care;
    }

    /** Why deletions are held that follow from what is gone on a side; empty where they may be carried out. */
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
        if (evidence.known() <= care.deletionPaths()) {
            return Optional.empty();
        }
        if (evidence.gone() > care.deletionPaths()
                && evidence.gone() * 100 > evidence.known() * care.deletionPercent()) {
            return Optional.of(evidence.gone() + " of " + evidence.known() + " paths vanished from " + side.noun()
                    + " since the last pass (deletion-limit " + care.deletionPercent() + "%)");
        }
        if (evidence.gone() + evidence.modified() >= evidence.known()) {
            return Optional.of("all " + evidence.known() + " paths in " + side.noun() + " changed at once");
        }
        return Optional.empty();
    }
}
