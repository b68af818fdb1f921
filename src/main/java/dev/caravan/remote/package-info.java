/** What a bucket looks like now, and every request that goes to it. Only this package calls the AWS SDK's clients. */
@NullMarked
package dev.caravan.remote;

import org.jspecify.annotations.NullMarked;
