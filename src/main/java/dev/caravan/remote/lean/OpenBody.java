package dev.caravan.remote.lean;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/** The body of a request while it is sent. Whoever sends it leaves the last stream open. */
final class OpenBody implements ContentStreamProvider, AutoCloseable {
    private final ContentStreamProvider body;
    private @Nullable InputStream current;

    OpenBody(ContentStreamProvider body) {
        this.body = body;
    }

    @Override
    public InputStream newStream() {
        close();
        InputStream next = body.newStream();
        current = next;
        return next;
    }

    @Override
    public void close() {
        try {
            if (current != null) {
                current.close();
            }
        } catch (IOException e) {
            // it was only read
        }
        current = null;
    }
}
