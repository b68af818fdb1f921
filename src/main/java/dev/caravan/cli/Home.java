package dev.caravan.cli;

import dev.caravan.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    /** The directory of this name where Caravan is installed, if it holds something and the routes come from elsewhere. */
    static Optional<Path> unused(String name, Path routes) {
        String home = System.getProperty("caravan.home");
        if (home == null) {
            return Optional.empty();
        }
        Path installed = Path.of(home, name).toAbsolutePath().normalize();
        Path used = routes.toAbsolutePath().normalize().resolveSibling(name);
        String[] files = installed.toFile().list((directory, file) -> file.endsWith(".camel.yaml"));
        return used.equals(installed) || files == null || files.length == 0 ? Optional.empty() : Optional.of(installed);
    }

    /** What an option names, which must be there if it was given. */
    static @Nullable Path existing(@Nullable Path path, String option, String what) {
        if (path != null && !Files.exists(path)) {
            throw new ConfigurationException(List.of(option + " " + path + ": there is no such " + what));
        }
        return path;
    }
}
