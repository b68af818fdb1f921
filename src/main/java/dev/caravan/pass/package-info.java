/** The cycle: one pass after the other, what each decides about a path, and what is missing on a side. */
@NullMarked
package dev.caravan.pass;

import org.jspecify.annotations.NullMarked;
