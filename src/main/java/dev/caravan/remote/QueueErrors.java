package dev.caravan.remote;

import dev.caravan.mount.Mount;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What went wrong with the queue of a bucket's events, in words that name the cause and the remedy. */
public final class QueueErrors {
    private QueueErrors() {}

    /** Explains a failed request to the queue of a mount. */
    public static String explain(Mount mount, Throwable failure) {
        String key = "mounts." + mount.name() + ".bucket-events";
        String queue = key + " = '" + mount.listing().events().orElseThrow() + "'";
        if (failure instanceof AwsServiceException refused) {
            String code = S3Errors.code(refused);
            if (code.contains("NonExistentQueue") || code.contains("QueueDoesNotExist")) {
                return queue + " does not exist (" + code + "). Correct it, or create the queue";
            }
            return refused.statusCode() == 403
                    ? queue + ": access denied (" + code
                            + "). The credentials need sqs:ReceiveMessage and sqs:DeleteMessage on it"
                    : queue + ": the queue refused (" + code + "): " + S3Errors.message(refused);
        }
        return S3Errors.unreachable(failure)
                .map(cause -> queue + " cannot be reached: " + cause + ". Check the network and the URL")
                .orElseGet(() -> queue + ": " + S3Errors.plain(failure));
    }
}
