package dev.caravan.transfer;

import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;

/**
 * A deletion in the bucket that is ready to be sent.
 *
 * @param conditional whether it is sent on the condition that the object is the one that was found
 * @param isProbe whether it carries a condition that cannot hold, to find out whether the store honours conditions
 */
public record PreparedDeletion(
        PathState pathState, DeleteObjectRequest request, boolean conditional, boolean isProbe) {}
