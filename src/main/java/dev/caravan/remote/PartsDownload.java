package dev.caravan.remote;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Downloads a large object in ranges, several at a time, all of the same version. */
public final class PartsDownload {
    /** Filled before it is written: writes to one file wait for each other. */
    private static final int BUFFER = 256 * 1024;

    private final S3Client client;
    private final Parallel parallel;

    public PartsDownload(S3Client client, Parallel parallel) {
        this.client = client;
        this.parallel = parallel;
    }

    /**
     * Writes an object's content to a file.
     *
     * @param request of the whole object, with If-Match
     * @param size of the object, in bytes; not 0
     * @return what the store said of the object
     */
    public GetObjectResponse receive(GetObjectRequest request, long size, long partSize, FileChannel file)
            throws IOException {
        AtomicReference<@Nullable GetObjectResponse> said = new AtomicReference<>();
        int count = Math.toIntExact((size + partSize - 1) / partSize);
        parallel.run(count, number -> {
            long start = number * partSize;
            long length = Math.min(partSize, size - start);
            said.compareAndSet(null, receivePart(request, start, length, file));
        });
        GetObjectResponse response = said.get();
        if (response == null) {
            throw new IllegalStateException("A download of " + size + " bytes had no part");
        }
        return response;
    }

    private GetObjectResponse receivePart(GetObjectRequest request, long start, long length, FileChannel file)
            throws IOException {
        String range = "bytes=" + start + "-" + (start + length - 1);
        try (ResponseInputStream<GetObjectResponse> body =
                client.getObject(request.toBuilder().range(range).build())) {
            long written = copy(body, start, length, file);
            if (written != length) {
                body.abort();
                throw new EOFException("the store sent " + written + " of " + length + " bytes");
            }
            return body.response();
        }
    }

    private static long copy(InputStream body, long start, long length, FileChannel file) throws IOException {
        byte[] bytes = new byte[(int) Math.min(BUFFER, length)];
        long written = 0;
        int read = body.readNBytes(bytes, 0, bytes.length);
        while (read > 0 && written + read <= length) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, read);
            while (buffer.hasRemaining()) {
                written += file.write(buffer, start + written);
            }
            read = body.readNBytes(bytes, 0, bytes.length);
        }
        return written + read;
    }
}
