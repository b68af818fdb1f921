package dev.caravan.config;

import dev.caravan.mount.Mount;
import dev.caravan.mount.MountName;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes settings of what a source says, and reports everything that is wrong at once. */
public final class SettingsReader {
    private static final String MOUNTS = "mounts.";

    private final Source source;
    private final Lookup lookup;

    private SettingsReader(Source source) {
        this.source = source;
        this.lookup = new Lookup(source);
    }

    /** @throws ConfigurationException with all faults */
    public static Settings read(Source source) {
        return new SettingsReader(source).read();
    }

    private Settings read() {
        Set<String> names = names();
        List<Mount> mounts = new ArrayList<>();
        for (String name : names) {
            new MountReader(name, lookup).read().ifPresent(mounts::add);
        }
        if (names.isEmpty()) {
            lookup.fault(
                    "No mount is set. Set mounts.<name>.folder and mounts.<name>.bucket, in application.properties or"
                            + " with --set mounts.<name>.folder=…");
        }
        checkFolders(mounts);
        checkQueues(mounts);
        Settings settings = new Settings(
                mounts,
                global(GlobalKey.CONCURRENCY, Values::positive),
                global(GlobalKey.THRESHOLD, SettingsReader::partBytes),
                global(GlobalKey.PART_SIZE, SettingsReader::partBytes));
        global(GlobalKey.LOG_FORMAT, SettingsReader::format);
        if (!lookup.faults().isEmpty()) {
            throw new ConfigurationException(lookup.faults());
        }
        return settings;
    }

    private <T> T global(GlobalKey key, java.util.function.Function<String, T> parser) {
        return lookup.value(key.key(), key.standard(), parser);
    }

    private static long partBytes(String text) {
        long size = Values.size(text);
        if (size < 5L * 1024 * 1024) {
            throw new IllegalArgumentException("is less than 5MB, the smallest part that S3 takes");
        }
        return size;
    }

    private static String format(String text) {
        if (!text.equals("text") && !text.equals("json")) {
            throw new IllegalArgumentException("is not one of: text, json");
        }
        return text;
    }

    /** The names of the mounts, with a fault for every key that is none of ours. */
    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String key : new TreeSet<>(source.keys())) {
            if (!key.startsWith(MOUNTS)) {
                continue;
            }
            int dot = key.indexOf('.', MOUNTS.length());
            String name = dot < 0 ? "" : key.substring(MOUNTS.length(), dot);
            if (dot < 0 || !isName(name)) {
                lookup.fault("'" + key
                        + "' is not a setting: write mounts.<name>.<key>, the name of letters, digits, '-' and '_'");
                continue;
            }
            String last = key.substring(dot + 1);
            if (Arrays.stream(MountKey.values()).noneMatch(known -> known.key().equals(last))) {
                lookup.fault("'" + key + "' is not a setting" + Similar.hint(last, MOUNTS + name + "."));
            }
            names.add(name);
        }
        return names;
    }

    private static boolean isName(String name) {
        try {
            return new MountName(name).value().equals(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Two mounts of one folder would take each other's files for changes. */
    private void checkFolders(List<Mount> mounts) {
        Map<Path, Mount> folders = new HashMap<>();
        for (Mount mount : mounts) {
            Mount other = folders.putIfAbsent(mount.folder(), mount);
            if (other != null) {
                lookup.fault("mounts." + mount.name() + ".folder = '" + mount.folder() + "' is the folder of mount '"
                        + other.name() + "' already: give each mount a folder of its own");
            }
        }
    }

    /** A message is taken once: of two mounts each would miss what the other takes. */
    private void checkQueues(List<Mount> mounts) {
        Map<URI, Mount> queues = new HashMap<>();
        for (Mount mount : mounts) {
            Mount other = mount.listing()
                    .events()
                    .map(queue -> queues.putIfAbsent(queue, mount))
                    .orElse(null);
            if (other != null) {
                lookup.fault("mounts." + mount.name() + ".bucket-events is the queue of mount '" + other.name()
                        + "' already: give each mount a queue of its own");
            }
        }
    }
}
