/** What must hold before anything is deleted. */
@NullMarked
package dev.caravan.guard;

import org.jspecify.annotations.NullMarked;
