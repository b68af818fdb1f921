package dev.caravan.transfer;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;

/**
 * A SHA-256 as it is recorded with an object and in the index: 64 hex digits. Of a file that was sent in parts it is the
 * SHA-256 of the SHA-256s of its parts, and the bytes of a part follow behind a slash: parts can be read side by side.
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

    /** A digest that comes to the same hex digits for the same content. */
    static MessageDigest digest(String recorded) {
        long part = part(recorded);
        return part == 0 ? Checksums.sha256() : new PartsDigest(part);
    }

    static String hex(String recorded) {
        int slash = recorded.indexOf('/');
        return slash < 0 ? recorded : recorded.substring(0, slash);
    }

    /** The bytes of a part; 0 for a content that is taken as a whole. */
    static long part(String recorded) {
        int slash = recorded.indexOf('/');
        return slash < 0 ? 0 : Long.parseLong(recorded.substring(slash + 1));
    }
}
