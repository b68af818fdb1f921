package dev.caravan.local;

import java.io.IOException;
import java.nio.file.Files;
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

    Spelling(boolean foldsCase, boolean foldsAccents) {
        this.foldsCase = foldsCase;
        this.foldsAccents = foldsAccents;
    }

    /** Finds out, with a file of its own in a directory. */
    static Spelling probe(Path directory) throws IOException {
        Path probe = directory.resolve(COMPOSED);
        StateDirectory.createPrivateFile(probe);
        try {
            boolean foldsCase = Files.exists(directory.resolve(COMPOSED.toUpperCase(Locale.ROOT)));
            boolean foldsAccents = Files.exists(directory.resolve(Normalizer.normalize(COMPOSED, Normalizer.Form.NFD)));
            return new Spelling(foldsCase, foldsAccents);
        } finally {
            Files.delete(probe);
        }
    }

    /** The name in a directory that another spelling of it stands for; empty where the name is free or there as it is. */
    Optional<String> other(Path directory, String name) throws IOException {
        if (!foldsCase && !foldsAccents) {
            return Optional.empty();
        }
        try (Stream<Path> names = Files.list(directory)) {
            String folded = fold(name);
            return names.map(path -> path.getFileName().toString())
                    .filter(there -> !there.equals(name) && fold(there).equals(folded))
                    .findFirst();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    private String fold(String name) {
        String composed = foldsAccents ? Normalizer.normalize(name, Normalizer.Form.NFC) : name;
        return foldsCase ? composed.toLowerCase(Locale.ROOT) : composed;
    }
}
