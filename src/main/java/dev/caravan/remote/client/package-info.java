/** How requests travel: the SDK's clients, the limits of a mount, and what makes them lean. */
@NullMarked
package dev.caravan.remote.client;

import org.jspecify.annotations.NullMarked;
