/** What must hold before anything is deleted, and the deletions that wait for a person. */
@NullMarked
package dev.caravan.sync.guard;

import org.jspecify.annotations.NullMarked;
