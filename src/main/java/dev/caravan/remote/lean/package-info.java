/** S3 requests that are written and signed here, without the AWS SDK's pipeline: what most of them need, and no more. */
@NullMarked
package dev.caravan.remote.lean;

import org.jspecify.annotations.NullMarked;
