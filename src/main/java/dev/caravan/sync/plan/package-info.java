/** What the next pass would do, found out without doing it: the pass itself, on a copy of the index. */
@NullMarked
package dev.caravan.sync.plan;

import org.jspecify.annotations.NullMarked;
