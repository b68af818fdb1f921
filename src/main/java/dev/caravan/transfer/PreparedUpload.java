package dev.caravan.transfer;

import dev.caravan.mount.LocalVersion;
import java.nio.file.Path;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A file that is ready to be sent.
 *
 * @param file what is sent
 * @param version of the file when it was read for its checksums
 * @param md5 of its content, in hex; empty for a file that goes up in parts
 * @param sha256 of its content, as it is recorded with the object
 * @param isProbe whether it carries a condition that cannot hold, to find out whether the store honours conditions
 * @param inParts whether it is too large for one request
 */
public record PreparedUpload(
        PathState pathState,
        Path file,
        LocalVersion version,
        PutObjectRequest request,
        String md5,
        String sha256,
        boolean isProbe,
        boolean inParts) {}
