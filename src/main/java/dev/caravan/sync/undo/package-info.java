/** Brings back what passes deleted or replaced, and keeps what is there now. */
@NullMarked
package dev.caravan.sync.undo;

import org.jspecify.annotations.NullMarked;
