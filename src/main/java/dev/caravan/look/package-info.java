/** What a pass sees of both sides: the scan, the list, the bucket's events, and the directories that are not what they were. */
@NullMarked
package dev.caravan.look;

import org.jspecify.annotations.NullMarked;
