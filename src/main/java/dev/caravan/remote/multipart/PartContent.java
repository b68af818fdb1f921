package dev.caravan.remote.multipart;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A range of a file as the SDK reads it: once to sign it, once to send it, and again for each retry. */
final class PartContent implements ContentStreamProvider, Closeable {
    private static final int BUFFER = 64 * 1024;

    private final PartsUpload.PartSource source;
    private final long start;
    private final long length;
    private @Nullable InputStream current;

    PartContent(PartsUpload.PartSource source, long start, long length) {
        this.source = source;
        this.start = start;
        this.length = length;
    }

    @Override
    public InputStream newStream() {
        try {
            close();
            SeekableByteChannel channel = source.open().position(start);
            InputStream stream = new BufferedInputStream(new Slice(Channels.newInputStream(channel), length), BUFFER);
            current = stream;
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The SDK leaves the last stream open. */
    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
        }
    }
}
