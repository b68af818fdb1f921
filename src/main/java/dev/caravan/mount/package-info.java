/** What a user declares: mounts, their policies, and the names that paths and keys may have; and the versions of files and
 * objects that all others speak of. Depends on nothing of ours. */
@NullMarked
package dev.caravan.mount;

import org.jspecify.annotations.NullMarked;
