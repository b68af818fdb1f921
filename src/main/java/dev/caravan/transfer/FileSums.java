package dev.caravan.transfer;

import dev.caravan.local.Folder;
import dev.caravan.mount.RelativePath;
import dev.caravan.remote.multipart.Parallel;
import dev.caravan.remote.multipart.Parts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;

/** Reads files for the checksums that are sent with them. */
public final class FileSums {
    private final Folder folder;
    private final Parallel parallel;

    public FileSums(Folder folder, Parallel parallel) {
        this.folder = folder;
        this.parallel = parallel;
    }

    /** The checksums of a file. For a file in parts, only the SHA-256 is used. */
    record Sums(String md5, String sha256) {}

    Sums of(RelativePath path) throws IOException {
        MessageDigest md5 = Checksums.md5();
        MessageDigest sha256 = Checksums.sha256();
        try (SeekableByteChannel channel = folder.open(path)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(128 * 1024, channel.size())));
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                md5.update(buffer.duplicate());
                sha256.update(buffer);
                buffer.clear();
            }
        }
        return new Sums(Checksums.hex(md5), Checksums.hex(sha256));
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
        return new Sums("", sums.recorded());
    }
}
