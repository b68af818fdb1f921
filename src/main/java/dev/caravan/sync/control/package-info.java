/** What a running Caravan tells its user, and takes from him: HTTP on this machine alone, for whoever has the token. */
@NullMarked
package dev.caravan.sync.control;

import org.jspecify.annotations.NullMarked;
