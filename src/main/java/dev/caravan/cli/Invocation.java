package dev.caravan.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How Caravan was called, so that a command that it suggests finds the same settings. */
record Invocation(String options) {
    private static final Pattern SECRET = Pattern.compile(".*\\.(secret-key|session-token|access-key)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    static Invocation of(@Nullable Path config, Map<String, String> settings) {
        StringBuilder options = new StringBuilder();
        if (config != null) {
            options.append(" --config ").append(quoted(config.toString()));
        }
        settings.forEach((key, value) -> {
            if (!SECRET.matcher(key).matches()) {
                options.append(" --set ").append(quoted(key + "=" + value));
            }
        });
        return new Invocation(options.toString());
    }

    String line(String command) {
        return "caravan " + command + options;
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
