package dev.caravan.remote;

import dev.caravan.mount.RemoteVersion;
import dev.caravan.remote.lean.RecordedSha256;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What a store says of an object beside its content.
 *
 * @param encrypted with a key of the user's or of KMS, so that its ETag is no MD5
 * @param versionId where the bucket keeps versions
 */
public record ObjectHead(
        RemoteVersion version, Map<String, String> metadata, boolean encrypted, Optional<String> versionId) {
    /** User metadata: mtime in seconds with nanoseconds. The key that rclone uses. */
    public static final String MTIME = "mtime";

    /**
     * User metadata: the SHA-256 of the content, in hex. Of a content that was sent in parts the SHA-256 of the SHA-256s of
     * its parts, a slash, and the bytes of each part but the last.
     */
    public static final String SHA256 = RecordedSha256.KEY;

    static ObjectHead of(HeadObjectResponse head) {
        boolean encrypted = encrypted(head.serverSideEncryptionAsString(), head.sseCustomerAlgorithm());
        return new ObjectHead(Versions.of(head), head.metadata(), encrypted, versionId(head.versionId()));
    }

    /** @param version that was asked for, and that If-Match proved: a response may be of one range only */
    public static ObjectHead of(GetObjectResponse got, RemoteVersion version) {
        boolean encrypted = encrypted(got.serverSideEncryptionAsString(), got.sseCustomerAlgorithm());
        return new ObjectHead(version, got.metadata(), encrypted, versionId(got.versionId()));
    }

    /** When the content was last modified, as far as its metadata tells; else when the store received it. */
    public Instant modified() {
        return mtime(metadata).orElse(version.modified());
    }

    /** The {@link #SHA256} that the uploader recorded; another tool's idea of one is none. */
    public Optional<String> sha256() {
        return Optional.ofNullable(metadata.get(SHA256)).filter(RecordedSha256::isOne);
    }

    /** Seconds since the epoch, with up to nine decimals. */
    public static String mtime(Instant time) {
        String nanos = String.valueOf(1_000_000_000L + time.getNano()).substring(1);
        return time.getEpochSecond() + "." + nanos;
    }

    private static Optional<Instant> mtime(Map<String, String> metadata) {
        String text = metadata.get(MTIME);
        if (text == null) {
            return Optional.empty();
        }
        try {
            BigDecimal seconds = new BigDecimal(text.strip());
            long whole = seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
            long nanos = seconds.subtract(BigDecimal.valueOf(whole))
                    .movePointRight(9)
                    .longValue();
            return Optional.of(Instant.ofEpochSecond(whole, nanos));
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            // another tool's idea of an mtime: the store's time will do
            return Optional.empty();
        }
    }

    private static boolean encrypted(@Nullable String server, @Nullable String customer) {
        return customer != null || (server != null && server.startsWith("aws:"));
    }

    private static Optional<String> versionId(@Nullable String id) {
        return Optional.ofNullable(id).filter(version -> !version.equals("null"));
    }
}
