/** One mount kept in step, pass after pass: a room for what is seen, one for deletions, one for what is open, and the cycle. */
@NullMarked
package dev.caravan.sync;

import org.jspecify.annotations.NullMarked;
