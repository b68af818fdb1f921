/** What a bucket looks like now, and every request that goes to it. Only this package knows the AWS SDK's clients. */
@NullMarked
package dev.caravan.remote;

import org.jspecify.annotations.NullMarked;
