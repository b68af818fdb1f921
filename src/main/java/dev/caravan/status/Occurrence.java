package dev.caravan.status;

import dev.caravan.mount.MountName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event, and where and when it happened.
 *
 * @param mount null where it is one of the program as a whole
 * @param pass the number of the mount's pass, from 1; 0 before the first
 */
public record Occurrence(@Nullable MountName mount, long pass, Instant time, Event event) {}
