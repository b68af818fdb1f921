package dev.caravan.guard;

import dev.caravan.mount.Care;
import java.util.Optional;

/** Says whether what seems to be gone on one side may be deleted on the other. */
public final class Guard {
    private final Care care;

    public Guard(Care care) {
        this.care = care;
    }

    /**
     * Why deletions are held; empty where they may be carried out.
     *
     * @param side what was looked at: {@code the folder} or {@code the bucket}
     */
    public Optional<String> holds(String side, Evidence evidence) {
        if (evidence.gone() == 0) {
            return Optional.empty();
        }
        if (!evidence.complete()) {
            return Optional.of("the list of the bucket or the scan of the folder was not complete");
        }
        if (evidence.found() == 0) {
            return Optional.of(side + " has become empty");
        }
        if (evidence.gone() > care.deletionPaths()
                && evidence.gone() * 100 > evidence.known() * care.deletionPercent()) {
            return Optional.of(evidence.gone() + " of " + evidence.known() + " paths vanished from " + side
                    + " since the last pass (deletion-limit " + care.deletionPercent() + "%)");
        }
        return Optional.empty();
    }
}
