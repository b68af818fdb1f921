package dev.caravan.cli;

import dev.caravan.config.GlobalKey;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The one setting that must be known before Camel reads them all: how to log that. */
final class LogFormat {
    private LogFormat() {}

    /** {@code text} or {@code json}; a wrong value is told later, with all others. */
    static String of(Map<String, String> settings, @Nullable Path properties) throws IOException {
        Properties file = new Properties();
        if (properties != null) {
            try (Reader reader = Files.newBufferedReader(properties)) {
                file.load(reader);
            }
        }
        String key = GlobalKey.LOG_FORMAT.key();
        String set = settings.getOrDefault(key, file.getProperty(key, "text"));
        String format = System.getenv().getOrDefault("LOG_FORMAT", set);
        return format.strip().equals("json") ? "json" : "text";
    }
}
