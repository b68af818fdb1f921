package dev.caravan.transfer;

import dev.caravan.mount.RelativePath;
import dev.caravan.remote.ObjectHead;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** How the content of a download is proved: by an ETag that is its MD5, or by a SHA-256 in the metadata, or not at all. */
final class Verification {
    private final @Nullable MessageDigest digest;
    private final String expected;
    private final boolean sha;

    private Verification(@Nullable MessageDigest digest, String expected, boolean sha) {
        this.digest = digest;
        this.expected = expected;
        this.sha = sha;
    }

    static Verification of(ObjectHead head, boolean etagsAreMd5) {
        String etag = head.version().etag();
        if (etagsAreMd5 && Checksums.looksLikeMd5(etag) && !head.encrypted()) {
            return new Verification(Checksums.md5(), etag, false);
        }
        return head.sha256()
                .map(sha256 -> new Verification(Checksums.sha256(), sha256, true))
                .orElseGet(() -> new Verification(null, "", false));
    }

    /** To be fed with the content; null where nothing can be proved. */
    @Nullable
    MessageDigest digest() {
        return digest;
    }

    /** Feeds it with a whole file. */
    void read(FileChannel file) throws IOException {
        if (digest != null) {
            file.position(0);
            Checksums.update(digest, file, file.size());
        }
    }

    /** @throws CorruptedException if the content is not what the store promised */
    void check(RelativePath path) throws CorruptedException {
        if (digest == null) {
            return;
        }
        String actual = Checksums.hex(digest);
        if (!actual.equals(expected)) {
            throw new CorruptedException("the content of '" + path + "' arrived with "
                    + digest.getAlgorithm() + " " + actual + " and not " + expected
                    + ". If this store's ETags are no checksums, set etags = opaque for the mount");
        }
    }

    /** The SHA-256 of the content, where that is what proved it. */
    @Nullable
    String sha256() {
        return sha ? expected : null;
    }
}
