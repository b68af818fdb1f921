package dev.caravan.transfer;

import dev.caravan.mount.LocalVersion;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A file that is ready to be sent.
 *
 * @param file what is sent
 * @param version of the file when it was read for its checksums
 * @param sums what reading it brought
 * @param isProbe whether it carries a condition that cannot hold, to find out whether the store honours conditions
 * @param inParts whether it is too large for one request
 */
public record PreparedUpload(
        PathState pathState,
        Path file,
        LocalVersion version,
        PutObjectRequest request,
        FileSums.Sums sums,
        boolean isProbe,
        boolean inParts) {
    /** Of its content, in hex; empty for a file that goes up in parts. */
    public String md5() {
        return sums.md5();
    }

    /** Of its content, as it is recorded with the object. */
    public String sha256() {
        return sums.sha256();
    }

    /**
     * Expects a body of a message to be the file that will be sent.
     *
     * @throws IllegalStateException where a step put something else in its place
     */
    public void expectBody(@Nullable Object body) {
        if (!file.toFile().equals(body)) {
            throw new IllegalStateException("a step replaced the body behind 'prepare' (by "
                    + (body == null ? "nothing" : "a " + body.getClass().getName())
                    + "). What is sent must be the file itself: a step may look into it or refuse it, and not change it."
                    + " Nothing was sent");
        }
    }
}
