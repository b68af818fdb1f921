/** Events and states as values, and their listeners: the log, the counts, the problems. */
@NullMarked
package dev.caravan.status;

import org.jspecify.annotations.NullMarked;
