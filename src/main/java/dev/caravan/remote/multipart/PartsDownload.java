package dev.caravan.remote.multipart;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Downloads a large object in ranges, several at a time, all of the same version. */
public final class PartsDownload {
    /** Filled before it is written: the writes to one file take turns. */
    private static final int BUFFER = 64 * 1024;

    private final S3Client client;
    private final Parallel parallel;

    /** Wants to know of the parts as they come, from several threads. */
    public interface Reader {
        /** What is to be fed with the content of the next part of this thread; null for nothing. */
        @Nullable
        MessageDigest begin(GetObjectResponse said);

        /** A part has come whole, numbered from 0. */
        void end(int number, MessageDigest read);
    }

    public PartsDownload(S3Client client, Parallel parallel) {
        this.client = client;
        this.parallel = parallel;
    }

    /**
     * Writes an object's content to a file.
     *
     * @param request of the whole object, with If-Match
     * @return what the store said of the object
     */
    public GetObjectResponse receive(GetObjectRequest request, Parts parts, FileChannel file, Reader reader)
            throws IOException {
        AtomicReference<@Nullable GetObjectResponse> said = new AtomicReference<>();
        Target target = new Target(file, new ReentrantLock());
        parallel.run(parts.count(), number -> {
            long start = parts.start(number);
            long length = parts.length(number);
            String range = "bytes=" + start + "-" + (start + length - 1);
            try (ResponseInputStream<GetObjectResponse> body =
                    client.getObject(request.toBuilder().range(range).build())) {
                expect("bytes " + start + "-" + (start + length - 1) + "/", parts.size(), body);
                said.compareAndSet(null, body.response());
                MessageDigest digest = reader.begin(body.response());
                receivePart(body, start, length, target, digest);
                if (digest != null) {
                    reader.end(number, digest);
                }
            }
        });
        GetObjectResponse response = said.get();
        if (response == null) {
            throw new IllegalStateException("A download of " + parts.size() + " bytes had no part");
        }
        return response;
    }

    /** The file, and whose turn it is: threads that wait for each other in the kernel keep their processors busy with it. */
    private record Target(FileChannel file, Lock turn) {
        void write(ByteBuffer buffer, long position) throws IOException {
            turn.lock();
            try {
                long next = position;
                while (buffer.hasRemaining()) {
                    next += file.write(buffer, next);
                }
            } finally {
                turn.unlock();
            }
        }
    }

    /** What came must be what was asked for: of a store that ignores ranges, nothing else would tell. */
    private static void expect(String range, long size, ResponseInputStream<GetObjectResponse> body)
            throws IOException {
        String said = String.valueOf(body.response().contentRange());
        if (!said.equals(range + size) && !said.equals(range + "*")) {
            body.abort();
            throw new IOException("the store was asked for " + range + size + " and sent "
                    + (said.equals("null") ? "something else" : said));
        }
    }

    private static void receivePart(
            ResponseInputStream<GetObjectResponse> body,
            long start,
            long length,
            Target target,
            @Nullable MessageDigest digest)
            throws IOException {
        long written = copy(body, start, length, target, digest);
        if (written != length) {
            body.abort();
            throw new EOFException("the store sent " + written + " of " + length + " bytes");
        }
    }

    private static long copy(InputStream body, long start, long length, Target target, @Nullable MessageDigest digest)
            throws IOException {
        byte[] bytes = new byte[(int) Math.min(BUFFER, length)];
        long written = 0;
        int read = body.readNBytes(bytes, 0, bytes.length);
        while (read > 0 && written + read <= length) {
            if (digest != null) {
                digest.update(bytes, 0, read);
            }
            target.write(ByteBuffer.wrap(bytes, 0, read), start + written);
            written += read;
            read = body.readNBytes(bytes, 0, bytes.length);
        }
        return written + read;
    }
}
