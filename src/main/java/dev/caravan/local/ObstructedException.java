package dev.caravan.local;

import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that is not a file stands where a file is meant to be, or a file where a directory is. */
public class ObstructedException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable RelativePath file;

    /** A directory, a symbolic link or a device is in the way. */
    public ObstructedException(String message) {
        super(message);
        this.file = null;
    }

    /** A file is in the way. */
    ObstructedException(String message, RelativePath file) {
        super(message);
        this.file = file;
    }

    /** The file that stands where a directory is needed. */
    public Optional<RelativePath> file() {
        return Optional.ofNullable(file);
    }
}
