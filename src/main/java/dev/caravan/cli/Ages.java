package dev.caravan.cli;

import dev.caravan.mount.Mount;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Change;
import dev.caravan.sync.plan.PlannedStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long changes have waited. A pass that is under way knows of those that it has met; any other came after the last complete
 * look, and may have been made again since, so that its time stamp proves nothing: it counts from that look.
 */
final class Ages {
    private final Mount mount;
    private final @Nullable Instant looked;
    private final Map<Side, Instant> oldest;

    /**
     * Adds to what is known.
     *
     * @param looked when the last complete look began; null if nobody knows
     * @param oldest since when a change waits for a side
     */
    Ages(Mount mount, @Nullable Instant looked, Map<Side, Instant> oldest) {
        this.mount = mount;
        this.looked = looked;
        this.oldest = oldest;
    }

    void note(PlannedStep step) {
        switch (step.action()) {
            case UPLOAD, DELETE_REMOTE -> note(Side.REMOTE, local(step));
            case DOWNLOAD, DELETE_LOCAL -> note(Side.LOCAL, remote(step));
            default -> {
                note(Side.REMOTE, local(step));
                note(Side.LOCAL, remote(step));
            }
        }
    }

    private void note(Side waits, Optional<Instant> since) {
        since.ifPresent(time -> oldest.merge(waits, time, (one, other) -> one.isBefore(other) ? one : other));
    }

    private Optional<Instant> local(PlannedStep step) {
        boolean isNew = step.local() == Change.CREATED;
        Optional<Instant> made = isNew ? made(step) : Optional.empty();
        if (looked != null) {
            // it may have been made long ago elsewhere, and moved here
            return Optional.of(made.filter(looked::isBefore).orElse(looked));
        }
        return made.or(() -> Optional.ofNullable(step.file())
                .map(file -> Instant.ofEpochSecond(0, Math.max(file.modified(), file.changed()))));
    }

    private Optional<Instant> made(PlannedStep step) {
        Path file = mount.folder().resolve(step.path().value());
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .creationTime()
                    .toInstant());
        } catch (IOException e) {
            return Optional.empty(); // gone again
        }
    }

    private Optional<Instant> remote(PlannedStep step) {
        if (looked != null) {
            return Optional.of(looked);
        }
        return Optional.ofNullable(step.object()).map(object -> object.modified());
    }
}
