/** Keeps folders and S3 buckets in step, as Camel routes. */
@NullMarked
package dev.caravan;

import org.jspecify.annotations.NullMarked;
