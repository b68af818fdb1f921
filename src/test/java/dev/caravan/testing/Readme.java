package dev.caravan.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The README and the pages in {@code docs/}, one behind the other, for tests that hold them to what Caravan does. */
public final class Readme {
    private static final List<String> PAGES = List.of("settings", "operations", "routes", "coming-from", "design");

    private final String text;

    private Readme(String text) {
        this.text = text;
    }

    public static Readme read() throws IOException {
        StringBuilder all = new StringBuilder(Files.readString(Path.of("README.md")));
        for (String page : PAGES) {
            all.append('\n').append(Files.readString(Path.of("docs", page + ".md")));
        }
        return new Readme(all.toString());
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
