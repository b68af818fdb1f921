package dev.caravan.transfer;

import dev.caravan.local.Folder;
import dev.caravan.mount.RelativePath;
import dev.caravan.remote.lean.KnownContent;
import dev.caravan.remote.multipart.Parallel;
import dev.caravan.remote.multipart.Parts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads files for the checksums that are sent with them. */
public final class FileSums {
    private final Folder folder;
    private final Parallel parallel;

    public FileSums(Folder folder, Parallel parallel) {
        this.folder = folder;
        this.parallel = parallel;
    }

    /** The most of a file that is kept in memory between reading and sending it. */
    private static final int KEPT = 1 << 20;

    /** What reading a file brought. */
    public static final class Sums {
        private final String md5;
        private final String sha256;
        private final IntFunction<KnownContent> known;

        private Sums(String md5, String sha256, IntFunction<KnownContent> known) {
            this.md5 = md5;
            this.sha256 = sha256;
            this.known = known;
        }

        /** In hex; empty for a file in parts. */
        String md5() {
            return md5;
        }

        /** As it is recorded with the object. */
        String sha256() {
            return sha256;
        }

        /** What is known of the body of a request: the file, or one of its parts. */
        KnownContent known(int part) {
            return known.apply(part);
        }
    }

    /** A small file is read once, and stays in memory: what is sent is what was read, and is not read again. */
    Sums of(RelativePath path) throws IOException {
        try (SeekableByteChannel channel = folder.open(path)) {
            byte[] content = small(channel);
            MessageDigest md5 = Checksums.md5();
            MessageDigest sha256 = Checksums.sha256();
            if (content == null) {
                channel.position(0);
                digest(channel, md5, sha256);
            } else {
                md5.update(content);
                sha256.update(content);
            }
            String hex = Checksums.hex(sha256);
            return new Sums(Checksums.hex(md5), hex, part -> new KnownContent(hex, content));
        }
    }

    /** All of a file; null where it is large. */
    private static byte @Nullable [] small(SeekableByteChannel channel) throws IOException {
        long size = channel.size();
        if (size > KEPT) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) size + 1); // one byte more, as it may grow
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // goes on
        }
        return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : null;
    }

    private static void digest(SeekableByteChannel channel, MessageDigest md5, MessageDigest sha256)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(128 * 1024);
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            md5.update(buffer.duplicate());
            sha256.update(buffer);
            buffer.clear();
        }
    }

    /** Reads the parts side by side. */
    Sums ofParts(RelativePath path, Parts each) throws IOException {
        PartSums sums = new PartSums(each);
        parallel.run(each.count(), number -> {
            MessageDigest sha256 = Checksums.sha256();
            try (SeekableByteChannel channel = folder.open(path)) {
                Checksums.update(sha256, channel.position(each.start(number)), each.length(number));
            }
            sums.put(number, sha256.digest());
        });
        return new Sums("", sums.recorded(), part -> new KnownContent(sums.hex(part), null));
    }
}
