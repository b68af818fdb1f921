/** The settings: read, checked all at once, and made into mounts. */
@NullMarked
package dev.caravan.config;

import org.jspecify.annotations.NullMarked;
