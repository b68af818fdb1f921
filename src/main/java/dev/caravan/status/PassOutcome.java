package dev.caravan.status;

import java.time.Duration;

/**
 * How a pass ended.
 *
 * @param succeeded whether everything that differed was brought in step, or left on purpose
 * @param waiting whether held deletions or conflict copies wait for a person
 */
public record PassOutcome(boolean succeeded, boolean waiting, Duration taken) {}
