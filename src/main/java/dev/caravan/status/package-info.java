/** What Caravan reports of its work: log lines, counts, problems. */
@NullMarked
package dev.caravan.status;

import org.jspecify.annotations.NullMarked;
