/** The cycle: runs one pass after another, decides about each path, and finds what is missing on a side. */
@NullMarked
package dev.caravan.sync.pass;

import org.jspecify.annotations.NullMarked;
