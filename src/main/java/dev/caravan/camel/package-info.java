/** The beans of the routes, as Camel sees them: the only package with {@code org.apache.camel}. */
@NullMarked
package dev.caravan.camel;

import org.jspecify.annotations.NullMarked;
