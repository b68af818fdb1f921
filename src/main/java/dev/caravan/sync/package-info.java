/**
 * One mount kept in step, pass after pass: rooms for what is seen, for deletions, for what is open, for the cycle, for plans, and for
 * who asks and steers.
 */
@NullMarked
package dev.caravan.sync;

import org.jspecify.annotations.NullMarked;
