/** What a user declares: mounts, their policies, and the names that paths and keys may have. Depends on nothing of ours. */
@NullMarked
package dev.caravan.mount;

import org.jspecify.annotations.NullMarked;
