/** One pass over a mount: the looks at both sides, what they found, and what is left to do. */
@NullMarked
package dev.caravan.pass;

import org.jspecify.annotations.NullMarked;
