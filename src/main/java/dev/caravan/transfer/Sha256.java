package dev.caravan.transfer;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;

/**
 * A SHA-256 as it is recorded with an object and in the index: 64 hex digits. For a file that was sent in parts, it is
 * the SHA-256 of the SHA-256s of its parts, which can thus be read side by side; a slash and the part size in bytes
 * follow.
 */
final class Sha256 {
    private Sha256() {}

    /** What is recorded of a content in parts. */
    static String inParts(String hex, long part) {
        return hex + "/" + part;
    }

    /** Whether a channel holds the content of which this was recorded. */
    static boolean isOf(String recorded, SeekableByteChannel channel) throws IOException {
        return Checksums.of(digest(recorded), channel).equals(hex(recorded));
    }

    /** A digest of the kind with which a recorded checksum was computed. */
    static MessageDigest digest(String recorded) {
        long part = part(recorded);
        return part == 0 ? Checksums.sha256() : new PartsDigest(part);
    }

    static String hex(String recorded) {
        int slash = recorded.indexOf('/');
        return slash < 0 ? recorded : recorded.substring(0, slash);
    }

    /** The part size in bytes; 0 for a checksum of the content as a whole. */
    static long part(String recorded) {
        int slash = recorded.indexOf('/');
        return slash < 0 ? 0 : Long.parseLong(recorded.substring(slash + 1));
    }
}
