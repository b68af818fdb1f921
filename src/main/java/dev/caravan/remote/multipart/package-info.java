/** Large contents, in parts that are sent and fetched side by side. */
@NullMarked
package dev.caravan.remote.multipart;

import org.jspecify.annotations.NullMarked;
