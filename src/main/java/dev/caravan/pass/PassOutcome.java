package dev.caravan.pass;

import java.time.Duration;

/**
 * How a pass ended.
 *
 * @param succeeded whether everything that differed was brought in step, or left on purpose
 */
public record PassOutcome(boolean succeeded, Duration taken) {}
