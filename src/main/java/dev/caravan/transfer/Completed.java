package dev.caravan.transfer;

import dev.caravan.index.Entry;
import dev.caravan.mount.RelativePath;
import dev.caravan.reconcile.Action;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was done about a path.
 *
 * @param entry what the index is to say of it from now on; null to forget it
 * @param bytes that were transferred
 */
public record Completed(
        Action action, RelativePath path, @Nullable Entry entry, long bytes, Duration taken) {
    public static Completed at(Action action, RelativePath path, @Nullable Entry entry) {
        return new Completed(action, path, entry, 0, Duration.ZERO);
    }
}
