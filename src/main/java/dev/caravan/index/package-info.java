/** What both sides of a mount looked like when they were last in step. The only package with {@code java.sql}. */
@NullMarked
package dev.caravan.index;

import org.jspecify.annotations.NullMarked;
