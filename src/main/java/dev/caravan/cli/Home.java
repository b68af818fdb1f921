package dev.caravan.cli;

import dev.caravan.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where Caravan's files are: in the current directory, else where it is installed, which its start script tells. */
final class Home {
    private Home() {}

    static @Nullable Path find(String name) {
        Path here = Path.of(name);
        if (Files.exists(here)) {
            return here;
        }
        String home = System.getProperty("caravan.home");
        Path installed = home == null ? null : Path.of(home, name);
        return installed != null && Files.exists(installed) ? installed : null;
    }

    /** What an option names, which must be there if it was given. */
    static @Nullable Path existing(@Nullable Path path, String option, String what) {
        if (path != null && !Files.exists(path)) {
            throw new ConfigurationException(List.of(option + " " + path + ": there is no such " + what));
        }
        return path;
    }
}
