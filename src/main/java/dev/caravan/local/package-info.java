/** What a folder looks like now, and the only code that changes a file in it. */
@NullMarked
package dev.caravan.local;

import org.jspecify.annotations.NullMarked;
