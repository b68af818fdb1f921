package dev.caravan.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million hostile keys: none leads out of the folder, and no two of them are the same file. */
class NamesFuzzTest {
    private static final int KEYS = 125_000;
    private static final String[] PIECES = {
        "a",
        "A",
        "b",
        "..",
        ".",
        "/",
        "/",
        "//",
        "\\",
        "\0",
        "\n",
        "\u0019",
        "\u007f",
        " ",
        ".caravan",
        ".caravan ",
        "\u00e4",
        "a\u0308",
        "\ud83d\ude00",
        "\ud83d",
        "\ude00",
        "\ufffe",
        "\u202e",
        "%2e%2e",
        "..%2f",
        "${x}",
        "?",
        "#",
        "*",
        "~",
        ":",
        "CON",
        "-",
        "\u0130",
        "0".repeat(60),
        "\u20ac".repeat(40)
    };
    private static final Path ROOT = Path.of("/srv/photos");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void noneEscapesAndNoTwoShareAFile(int seed) {
        Random random = new Random(seed);
        Location location = new Location("bucket", seed % 2 == 0 ? "" : "some/prefix");
        Map<Path, String> files = new HashMap<>();
        int mapped = 0;
        for (int i = 0; i < KEYS; i++) {
            String key = location.prefix() + hostile(random);
            String path = location.relative(key);
            Optional<String> fault = PathRules.fault(path);
            if (fault.isEmpty()) {
                mapped++;
                RelativePath relative = new RelativePath(path);
                Path file = ROOT.resolve(relative.value());
                check(file, key);
                check(files.put(file, key), key);
                if (!location.keyOf(relative).equals(key)) {
                    throw new AssertionError("'" + key + "' comes back as '" + location.keyOf(relative) + "'");
                }
            }
        }
        assertThat(mapped).isBetween(KEYS / 20, KEYS - KEYS / 20);
    }

    private static void check(Path file, String key) {
        boolean inside = file.normalize().equals(file) && file.startsWith(ROOT) && !file.equals(ROOT);
        for (Path name : ROOT.relativize(file)) {
            inside &= !name.toString().equals(PathRules.RESERVED);
        }
        if (!inside) {
            throw new AssertionError("'" + key + "' leads to '" + file + "'");
        }
    }

    private static void check(String before, String key) {
        if (before != null && !before.equals(key)) {
            throw new AssertionError("'" + before + "' and '" + key + "' are one file");
        }
    }

    private static String hostile(Random random) {
        StringBuilder key = new StringBuilder();
        int pieces = 1 + random.nextInt(random.nextInt(20) == 0 ? 60 : 6);
        for (int i = 0; i < pieces; i++) {
            key.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return key.toString();
    }
}
