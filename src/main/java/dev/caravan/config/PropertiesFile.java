package dev.caravan.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;

/** Looks at a properties file for what its reader would not tell: a key that is there twice, and bytes that are no UTF-8. */
public final class PropertiesFile {
    private PropertiesFile() {}

    /** @throws ConfigurationException with all faults */
    public static void check(Path file) throws IOException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(List.of("The file '" + file
                    + "' is not UTF-8: save it as UTF-8, for example with: iconv -f latin1 -t" + " utf-8"));
        }
        if (text.startsWith("\uFEFF")) {
            throw new ConfigurationException(List.of("The file '" + file
                    + "' begins with a byte order mark, which would be a part of its first key: save it as UTF-8 without"
                    + " one (BOM)"));
        }
        Twice keys = new Twice();
        keys.load(new StringReader(text));
        if (!keys.faults.isEmpty()) {
            throw new ConfigurationException(keys.faults.stream()
                    .map(key -> "'" + key + "' is set twice in '" + file + "': keep one of the two lines")
                    .toList());
        }
    }

    /** The number of the line, from 1, that sets a key; empty if the file has none, or cannot be read. */
    public static OptionalInt lineOf(Path file, String key) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                Properties one = new Properties();
                one.load(new StringReader(lines.get(i)));
                if (one.containsKey(key)) {
                    return OptionalInt.of(i + 1);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // it is of no importance where it stands
        }
        return OptionalInt.empty();
    }

    /** Properties that notice a key which is there already. */
    private static final class Twice extends Properties {
        private static final long serialVersionUID = 1;

        private final transient Set<Object> seen = new HashSet<>();
        private final transient List<String> faults = new ArrayList<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            if (!seen.add(key)) {
                faults.add(String.valueOf(key));
            }
            return super.put(key, value);
        }

        @Override
        public synchronized boolean equals(Object other) {
            return super.equals(other);
        }

        @Override
        public synchronized int hashCode() {
            return super.hashCode();
        }
    }
}
