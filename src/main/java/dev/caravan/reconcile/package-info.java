/** What a difference between the two sides means. Nothing but decisions: no file, no request, no clock. */
@NullMarked
package dev.caravan.reconcile;

import org.jspecify.annotations.NullMarked;
