package dev.caravan.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.LongStream;

/** Checksums of file contents, as S3 and we write them: lower-case hex. */
public final class Checksums {
    private static final int BUFFER = 128 * 1024;
    private static final long MIB = 1024 * 1024;

    /**
     * Part sizes that clients use by default, in MiB: ours, aws cli, rclone, s3cmd and the SDKs, and similar round
     * sizes.
     */
    private static final long[] USUAL_PARTS = {16, 8, 5, 10, 15, 20, 25, 32, 50, 64, 100, 128, 256, 512, 1024};

    private Checksums() {}

    public static MessageDigest md5() {
        return digest("MD5");
    }

    public static MessageDigest sha256() {
        return digest("SHA-256");
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }

    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Reads a channel to its end. */
    public static String of(MessageDigest digest, SeekableByteChannel channel) throws IOException {
        update(digest, channel, Long.MAX_VALUE);
        return hex(digest);
    }

    /**
     * Whether a multipart ETag belongs to this content, for one of the part sizes that are in use.
     *
     * @param etag {@code <MD5 of the parts' MD5s>-<number of parts>}
     * @param part bytes of a part, where that is known; else 0
     */
    public static boolean isMultipartEtagOf(String etag, SeekableByteChannel channel, long part) throws IOException {
        int dash = etag.indexOf('-');
        long size = channel.size();
        int parts = Integer.parseInt(etag.substring(dash + 1));
        long[] candidates = LongStream.concat(
                        LongStream.of(part), LongStream.of(USUAL_PARTS).map(mib -> mib * MIB))
                .filter(each -> each > 0 && Math.max(1, (size + each - 1) / each) == parts)
                .distinct()
                .toArray();
        for (long each : candidates) {
            if (multipartEtag(channel.position(0), size, each).equals(etag)) {
                return true;
            }
        }
        return false;
    }

    public static boolean isMultipartEtag(String etag) {
        return etag.matches("[0-9a-f]{32}-[1-9][0-9]{0,4}");
    }

    /** Whether an ETag looks like an MD5. With KMS it does, but is not one. */
    public static boolean looksLikeMd5(String etag) {
        return etag.matches("[0-9a-f]{32}");
    }

    private static String multipartEtag(SeekableByteChannel channel, long size, long part) throws IOException {
        MessageDigest all = md5();
        int parts = 0;
        for (long done = 0; done < size || parts == 0; done += part) {
            MessageDigest one = md5();
            update(one, channel, Math.min(part, size - done));
            all.update(one.digest());
            parts++;
        }
        return hex(all) + "-" + parts;
    }

    static void update(MessageDigest digest, SeekableByteChannel channel, long bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(BUFFER, Math.min(bytes, channel.size()))));
        long left = bytes;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            int read = channel.read(buffer);
            if (read < 0 && bytes == Long.MAX_VALUE) {
                return;
            }
            if (read < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
            digest.update(buffer.flip());
            left -= read;
        }
    }
}
