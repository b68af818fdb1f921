/**
 * What a pass sees of both sides: the scan, the list, the bucket's events, and directories that are no longer what they
 * were.
 */
@NullMarked
package dev.caravan.sync.look;

import org.jspecify.annotations.NullMarked;
