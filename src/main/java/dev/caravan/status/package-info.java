/** What Caravan says of what it does: log lines, counts, problems. */
@NullMarked
package dev.caravan.status;

import org.jspecify.annotations.NullMarked;
