package dev.caravan.sync.review;

import dev.caravan.config.PropertiesFile;
import dev.caravan.index.Ledger;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.status.HumanFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A mount as a person looks at it, whether or not it is synchronized now.
 *
 * @param user what is remembered of mounts in the user's state directory
 * @param commands makes a complete command line of a short one, such as {@code held photos}
 * @param settings the file that the settings are from; empty if they are not from a file
 */
public record ReviewedMount(Mount mount, UserState user, UnaryOperator<String> commands, Optional<Path> settings) {
    /** Where its state lies. */
    public Path state() {
        return user.stateOf(mount.folder(), mount.index());
    }

    /** Where its index lies. */
    public Path index() {
        return mount.index().orElse(StateDirectory.indexFile(state()));
    }

    /** Its ledger, if it has one; whoever gets it closes it. */
    public Optional<Ledger> ledger() throws IOException {
        return Files.exists(index()) ? Optional.of(Ledger.open(index())) : Optional.empty();
    }

    /** The conflict copies that lie in the folder now. */
    public List<RelativePath> conflictCopies(Ledger ledger) {
        return ledger.conflictCopies(mount.folder());
    }

    /** A key of the mount, and where it is set, if that is known. */
    String setting(String key) {
        String name = "mounts." + mount.name() + "." + key;
        return name
                + settings.map(file -> {
                            OptionalInt line = PropertiesFile.lineOf(file, name);
                            return line.isPresent() ? " (" + file + ", line " + line.getAsInt() + ")" : "";
                        })
                        .orElse("");
    }

    /** A command line about one path: to be pasted into a shell, whatever its name is. */
    String line(String command, RelativePath path) {
        String name = path.value();
        boolean likeOption = name.startsWith("-");
        if (!HumanFormat.visible(path).equals(name) || (likeOption && !name.matches("[\\w./-]+"))) {
            return line(command) + " with its path";
        }
        if (likeOption) {
            // a glob that means it alone
            return commands.apply(command + " " + mount.name() + " '[-]" + name.substring(1) + "'");
        }
        String word = name.matches("[\\w./+@%=-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
        return commands.apply(command + " " + mount.name() + " " + word);
    }

    /** A command line about this mount, as it has to be typed. */
    String line(String command) {
        return commands.apply(command + " " + mount.name());
    }
}
