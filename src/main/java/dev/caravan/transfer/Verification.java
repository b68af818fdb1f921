package dev.caravan.transfer;

import dev.caravan.mount.RelativePath;
import dev.caravan.remote.ObjectHead;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** How the content of a download is proved: by an ETag that is its MD5, or by a SHA-256 in the metadata, or not at all. */
final class Verification {
    private static final String BY_ETAG = ". If this store's ETags are no checksums, set etags = opaque for the mount";
    private static final String BY_METADATA =
            ", the one in its metadata. If this persists, another tool has copied the metadata from older content:"
                    + " store the object again without the metadata sha256";

    private final @Nullable MessageDigest digest;
    private final String expected;
    private final @Nullable String sha256;

    private Verification(@Nullable MessageDigest digest, String expected, @Nullable String sha256) {
        this.digest = digest;
        this.expected = expected;
        this.sha256 = sha256;
    }

    static Verification of(ObjectHead head, boolean etagsAreMd5) {
        String etag = head.version().etag();
        if (etagsAreMd5 && Checksums.looksLikeMd5(etag) && !head.encrypted()) {
            return new Verification(Checksums.md5(), etag, null);
        }
        return head.sha256()
                .map(recorded -> new Verification(Sha256.digest(recorded), Sha256.hex(recorded), recorded))
                .orElseGet(() -> new Verification(null, "", null));
    }

    /** The digest to update with the content; null if there is nothing to verify it by. */
    @Nullable
    MessageDigest digest() {
        return digest;
    }

    /** Updates the digest with a whole file. */
    void read(FileChannel file) throws IOException {
        if (digest != null) {
            file.position(0);
            Checksums.update(digest, file, file.size());
        }
    }

    /** @throws CorruptedException if the content is not what the store promised */
    void check(RelativePath path) throws CorruptedException {
        if (digest != null) {
            check(path, digest.getAlgorithm(), Checksums.hex(digest));
        }
    }

    /** The part size in bytes if the content is verified by checksums of its parts; else 0. */
    long part() {
        return sha256 == null ? 0 : Sha256.part(sha256);
    }

    /** @throws CorruptedException if the parts of a content are not those that the store promised */
    void check(RelativePath path, PartSums parts) throws CorruptedException {
        check(path, PartsDigest.NAME, Sha256.hex(parts.recorded()));
    }

    private void check(RelativePath path, String algorithm, String actual) throws CorruptedException {
        if (!actual.equals(expected)) {
            throw new CorruptedException("the content of '" + path + "' arrived with " + algorithm + " " + actual
                    + " and not " + expected + (sha256 == null ? BY_ETAG : BY_METADATA));
        }
    }

    /** The recorded SHA-256, if the content is verified by it; else null. */
    @Nullable
    String sha256() {
        return sha256;
    }
}
