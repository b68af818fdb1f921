package dev.caravan.index;

import dev.caravan.mount.RelativePath;
import java.time.Instant;

/** A version that a pass deleted or replaced in the bucket. */
public record Replaced(Instant pass, RelativePath path, String etag) {}
