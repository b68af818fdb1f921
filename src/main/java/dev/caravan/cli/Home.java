package dev.caravan.cli;

import java.nio.file.Files;
import java.nio.file.Path;
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
}
