package dev.caravan.index;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deletion that waits.
 *
 * @param side where the path would be deleted
 * @param listed whether a person has seen it in the list of what is held
 * @param person whether it waits for a person, whatever becomes of its reason meanwhile
 */
public record Held(
        RelativePath path,
        Side side,
        String why,
        Instant since,
        @Nullable Verdict verdict,
        boolean listed,
        boolean person) {}
