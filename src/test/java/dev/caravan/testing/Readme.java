package dev.caravan.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The README, for tests that hold it to what Caravan does. */
public final class Readme {
    private final String text;

    private Readme(String text) {
        this.text = text;
    }

    public static Readme read() throws IOException {
        return new Readme(Files.readString(Path.of("README.md")));
    }

    public String text() {
        return text;
    }

    /** The contents of the code blocks of a language; of those without one for an empty name. */
    public List<String> blocks(String language) {
        return Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$")
                .matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** The first code block of a language that holds a text. */
    public String block(String language, String content) {
        return blocks(language).stream()
                .filter(block -> block.contains(content))
                .findFirst()
                .orElseThrow();
    }
}
