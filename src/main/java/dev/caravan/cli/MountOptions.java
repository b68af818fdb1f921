package dev.caravan.cli;

import dev.caravan.camel.StandaloneSettings;
import dev.caravan.config.ConfigurationException;
import dev.caravan.config.Settings;
import dev.caravan.index.Ledger;
import dev.caravan.local.StateDirectory;
import dev.caravan.mount.Mount;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command finds the settings of a mount, and what is written down about it. */
final class MountOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "The properties file to read.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Set one setting, such as --set mounts.photos.folder=/srv/photos; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    Settings settings() throws IOException {
        Logging.quiet();
        Path given = Home.existing(config, "--config", "file");
        Path file = given != null ? given : Home.find("application.properties");
        return StandaloneSettings.read(file, settings, System.getenv());
    }

    Mount mount(String name) throws IOException {
        Settings all = settings();
        return all.mounts().stream()
                .filter(mount -> mount.name().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(List.of("'" + name + "': no such mount. There are: "
                        + all.mounts().stream().map(Mount::toString).collect(Collectors.joining(", ")))));
    }

    /** The ledger of a mount; whoever gets it closes it. */
    static Ledger ledger(Mount mount) throws IOException {
        try {
            return Ledger.open(mount.index().orElse(StateDirectory.indexFile(mount.folder())));
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    List.of("Mount '" + mount + "' has never been synchronized: there is no index '" + e.getMessage()
                            + "'. Start it with: caravan run --mount " + mount));
        }
    }

    /** When what a person asked for happens. */
    static String nextPass(Mount mount) throws IOException {
        return StateDirectory.isOpen(mount.folder())
                ? "The next pass of the running Caravan carries it out."
                : "No Caravan runs on this mount; carry it out with: caravan run --once --mount " + mount;
    }
}
