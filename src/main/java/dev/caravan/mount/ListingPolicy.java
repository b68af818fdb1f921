package dev.caravan.mount;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How often the bucket of a mount is listed.
 *
 * @param interval how long a list is good for while nothing says otherwise; zero where each pass lists
 * @param events the queue of the bucket's events, which say what changed between two lists
 */
public record ListingPolicy(Duration interval, Optional<URI> events) {}
