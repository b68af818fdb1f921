package dev.caravan.local;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where files lie that were deleted or replaced: {@code .caravan/trash/<time>/<path>}, one time for each pass. */
public final class Trash {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** What a bin's name ends with, whose files are objects of the bucket that the folder never held. */
    private static final String REMOTE = ".s3";

    private static final Pattern NAME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT[\\d-]+\\.\\d{3}Z)(\\.s3)?(\\.\\d+)?");

    private final Path directory;
    private final TrashRoom room;

    /** One that takes everything. */
    public Trash(Path directory) {
        this(directory, Long.MAX_VALUE / 2);
    }

    /** @param max bytes that it may hold */
    public Trash(Path directory, long max) {
        this.directory = directory;
        this.room = new TrashRoom(this, max);
    }

    Path directory() {
        return directory;
    }

    /** How much it may hold. */
    public TrashRoom room() {
        return room;
    }

    /** The bin of a pass that began at this time. Nothing is created before something goes into it. */
    public Bin bin(Instant time) {
        return new Bin(directory, STAMP.format(time), room, false);
    }

    /** The bin for objects that a pass replaces or deletes in the bucket. */
    public Bin remoteBin(Instant time) {
        return new Bin(directory, STAMP.format(time) + REMOTE, room, false);
    }

    /** The bins that there are, the oldest first. */
    public List<Found> found() throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> bins = Files.list(directory)) {
            return bins.map(Trash::found)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(Found::time).thenComparing(Found::path))
                    .toList();
        }
    }

    /** A bin that lies in the trash. */
    public record Found(Path path, Instant time, Side side) {
        /** Its files. */
        public List<RelativePath> files() throws IOException {
            try (Stream<Path> all = Files.walk(path)) {
                return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .map(file -> new RelativePath(path.relativize(file).toString()))
                        .toList();
            }
        }

        /** How many bytes its files take up. */
        public long bytes() throws IOException {
            long sum = 0;
            for (RelativePath file : files()) {
                sum += Files.size(path.resolve(file.value()));
            }
            return sum;
        }

        /** Removes what is left of its directories once its files were taken out. */
        void removeEmptyDirectories() throws IOException {
            try (Stream<Path> all = Files.walk(path)) {
                for (Path each : all.filter(any -> Files.isDirectory(any, LinkOption.NOFOLLOW_LINKS))
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    deleteIfEmpty(each);
                }
            }
        }
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        try {
            Files.delete(directory);
        } catch (DirectoryNotEmptyException e) {
            // it holds a younger file
        }
    }

    private static Optional<Found> found(Path bin) {
        Matcher name = NAME.matcher(bin.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        Instant time = STAMP.parse(name.group(1), Instant::from);
        return Optional.of(new Found(bin, time, name.group(2) == null ? Side.LOCAL : Side.REMOTE));
    }

    /** What one pass puts aside. */
    public record Bin(Path trash, String stamp, TrashRoom room, boolean ignoresLimit) {
        /** For what a person wants to be deleted, however full the trash is. */
        public Bin ignoringLimit() {
            return new Bin(trash, stamp, room, true);
        }

        /** Where it lies, once something went into it. */
        public Path directory() {
            return trash.resolve(stamp);
        }

        /**
         * A free name for a file from this path; its directories are made.
         *
         * @throws TrashFullException where the trash cannot take so many bytes
         */
        public Path slot(RelativePath path, long bytes) throws IOException {
            room.take(bytes, ignoresLimit);
            for (int attempt = 1; ; attempt++) {
                Path base = trash.resolve(attempt == 1 ? stamp : stamp + "." + attempt);
                Path slot = base.resolve(path.value());
                try {
                    StateDirectory.createPrivate(slot.getParent() == null ? base : slot.getParent());
                    if (!Files.exists(slot, LinkOption.NOFOLLOW_LINKS)) {
                        return slot;
                    }
                } catch (FileAlreadyExistsException e) {
                    // a file of this pass lies where a directory is needed: the next base
                }
            }
        }

        /** Where what this pass put aside last from a path lies. */
        public Path last(RelativePath path) {
            Path last = directory().resolve(path.value());
            for (int attempt = 2; Files.isDirectory(trash.resolve(stamp + "." + attempt)); attempt++) {
                Path slot = trash.resolve(stamp + "." + attempt).resolve(path.value());
                last = Files.exists(slot, LinkOption.NOFOLLOW_LINKS) ? slot : last;
            }
            return last;
        }
    }
}
