package dev.caravan.cli;

import dev.caravan.camel.StandaloneSettings;
import dev.caravan.config.ConfigurationException;
import dev.caravan.config.PropertiesFile;
import dev.caravan.config.Settings;
import dev.caravan.index.Ledger;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.sync.review.ReviewedMount;
import dev.caravan.sync.session.Environment;
import dev.caravan.sync.session.MountException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The properties file that was read last; null if none was. */
    private @Nullable Path file;

    /** The properties file that was named; null if none was. */
    @Nullable
    Path config() {
        return config;
    }

    /** Single settings, which override those of the file. */
    Map<String, String> overrides() {
        return settings;
    }

    Settings settings() throws IOException {
        Logging.quiet();
        Path given = Home.existing(config, "--config", "file");
        file = given != null ? given : Home.find("application.properties");
        Path read = file;
        if (read != null) {
            PropertiesFile.check(read);
        }
        return StandaloneSettings.read(read, settings, System.getenv());
    }

    Mount mount(String name) throws IOException {
        Settings all = settings();
        return all.mounts().stream()
                .filter(mount -> mount.name().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(List.of("'" + name + "': no such mount. There are: "
                        + all.mounts().stream().map(Mount::toString).collect(Collectors.joining(", ")))));
    }

    /** The mount of this name; all if there is none. */
    List<Mount> mounts(@Nullable String name) throws IOException {
        return name == null ? settings().mounts() : List.of(mount(name));
    }

    /** What looking at a mount needs of all others and of the machine. */
    Environment environment(Settings settings) {
        return Environment.toLook(settings.multipartThreshold(), settings.partSize(), new UserState(System.getenv()));
    }

    /** A mount as a person looks at it. */
    ReviewedMount reviewed(Mount mount) {
        return new ReviewedMount(mount, new UserState(System.getenv()), this::line, Optional.ofNullable(file));
    }

    /** Where the state of a mount lies. */
    static Path state(Mount mount) {
        return new UserState(System.getenv()).stateOf(mount.folder(), mount.index());
    }

    /** Where the index of a mount lies. */
    static Path index(Mount mount) {
        return mount.index().orElse(StateDirectory.indexFile(state(mount)));
    }

    /** The ledger of a mount; whoever gets it closes it. */
    Ledger ledger(Mount mount) throws IOException {
        try {
            return Ledger.open(index(mount));
        } catch (NoSuchFileException e) {
            if (new UserState(System.getenv()).remembers(mount.folder())) {
                throw new MountException("Mount '" + mount + "' was synchronized before, and its index '"
                        + e.getMessage() + "' is not there: is the disk of folder '" + mount.folder() + "' mounted?");
            }
            throw new ConfigurationException(
                    List.of("Mount '" + mount + "' has never been synchronized: there is no index '" + e.getMessage()
                            + "'. Start it with: " + line("run --mount " + mount)));
        }
    }

    /** A command line with the settings of this one, as it has to be typed; secrets are left out. */
    String line(String command) {
        return Invocation.of(config, settings).line(command);
    }
}
