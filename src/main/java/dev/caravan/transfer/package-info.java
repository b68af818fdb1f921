/** What is done to bring a path in step: uploads, downloads, deletions, conflict copies. */
@NullMarked
package dev.caravan.transfer;

import org.jspecify.annotations.NullMarked;
