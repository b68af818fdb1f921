package dev.caravan.local;

import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where files lie that were deleted or replaced: {@code .caravan/trash/<time>/<path>}, one time for each pass. */
public final class Trash {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;

    public Trash(Path directory) {
        this.directory = directory;
    }

    /** The bin of a pass that began at this time. Nothing is created before something goes into it. */
    public Bin bin(Instant time) {
        return new Bin(directory, STAMP.format(time));
    }

    /** What one pass puts aside. */
    public record Bin(Path trash, String stamp) {
        /** A free name for a file from this path; its directories are made. */
        public Path slot(RelativePath path) throws IOException {
            for (int attempt = 1; ; attempt++) {
                Path base = trash.resolve(attempt == 1 ? stamp : stamp + "." + attempt);
                Path slot = base.resolve(path.value());
                try {
                    StateDirectory.createPrivate(slot.getParent() == null ? base : slot.getParent());
                    if (!Files.exists(slot, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                        return slot;
                    }
                } catch (FileAlreadyExistsException e) {
                    // a file of this pass lies where a directory is needed: the next base
                }
            }
        }
    }
}
