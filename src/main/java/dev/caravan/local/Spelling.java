package dev.caravan.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which spellings of a name a file system takes for the same: some do not tell upper from lower case, some not a composed
 * letter from one with its accent behind it. S3 tells them all apart.
 */
public final class Spelling {
    /** Every spelling is a name of its own. */
    public static final Spelling EXACT = new Spelling(false, false);

    private static final String COMPOSED = "probe-\u00e4";

    private final boolean foldsCase;
    private final boolean foldsAccents;
    private final boolean asksFileSystem;

    /** As if a file system were like that which is not. */
    Spelling(boolean foldsCase, boolean foldsAccents) {
        this(foldsCase, foldsAccents, false);
    }

    private Spelling(boolean foldsCase, boolean foldsAccents, boolean asksFileSystem) {
        this.foldsCase = foldsCase;
        this.foldsAccents = foldsAccents;
        this.asksFileSystem = asksFileSystem;
    }

    /** Finds out, with a file of its own in a directory. */
    static Spelling probe(Path directory) throws IOException {
        Path probe = directory.resolve(COMPOSED);
        StateDirectory.createPrivateFile(probe);
        try {
            boolean foldsCase = Files.exists(directory.resolve(COMPOSED.toUpperCase(Locale.ROOT)));
            boolean foldsAccents = Files.exists(directory.resolve(Normalizer.normalize(COMPOSED, Normalizer.Form.NFD)));
            return new Spelling(foldsCase, foldsAccents, true);
        } finally {
            Files.delete(probe);
        }
    }

    /** The name in a directory that another spelling of it stands for; empty where the name is free or there as it is. */
    Optional<String> other(Path directory, String name) throws IOException {
        if (!foldsCase && !foldsAccents) {
            return Optional.empty();
        }
        Path there = directory.resolve(name);
        if (asksFileSystem && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (isSpelledSo(there, name)) {
            return Optional.empty();
        }
        try (Stream<Path> names = Files.list(directory)) {
            String folded = fold(name);
            return names.map(path -> path.getFileName().toString())
                    .filter(other -> !other.equals(name) && fold(other).equals(folded))
                    .findFirst();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    private static boolean isSpelledSo(Path file, String name) throws IOException {
        try {
            return file.toRealPath(LinkOption.NOFOLLOW_LINKS).endsWith(name);
        } catch (FileSystemException e) {
            return false; // it is not there, or a file stands where its directory should be
        }
    }

    private String fold(String name) {
        String composed = foldsAccents ? Normalizer.normalize(name, Normalizer.Form.NFC) : name;
        return foldsCase ? composed.toLowerCase(Locale.ROOT) : composed;
    }

    @Override
    public String toString() {
        if (foldsCase || foldsAccents) {
            return "tells no " + (foldsCase ? "a from A" : "") + (foldsCase && foldsAccents ? ", and no " : "")
                    + (foldsAccents ? "composed letter from one with its accent behind it" : "")
                    + ": of two objects whose names differ in that alone one is a problem";
        }
        return "tells every spelling of a name apart, as S3 does";
    }
}
