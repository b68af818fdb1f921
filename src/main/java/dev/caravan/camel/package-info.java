/** All that knows Camel: the beans of the routes, the settings as Camel has them, and the program. */
@NullMarked
package dev.caravan.camel;

import org.jspecify.annotations.NullMarked;
