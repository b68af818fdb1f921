package dev.caravan.config;

import java.util.Comparator;
import java.util.stream.Stream;

/** Finds the key that somebody may have meant. */
final class Similar {
    private Similar() {}

    static String hint(String wrong, String prefix, Stream<String> right) {
        return right.min(Comparator.comparingInt(key -> distance(key, wrong)))
                .filter(key -> distance(key, wrong) <= wrong.length() / 3)
                .map(key -> ". Did you mean '" + prefix + key + "'?")
                .orElse(". docs/settings.md lists them all");
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
