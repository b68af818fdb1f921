package dev.caravan.config;

import dev.caravan.mount.Mount;
import dev.caravan.mount.MountName;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes settings of what a source says, and reports everything that is wrong at once. */
public final class SettingsReader {
    private static final int MOST_THREADS = 500;

    private static final String MOUNTS = "mounts.";

    private final SettingsSource source;
    private final SettingsCollector lookup;
    private final boolean alone;

    private SettingsReader(SettingsSource source, boolean alone) {
        this.source = source;
        this.lookup = new SettingsCollector(source);
        this.alone = alone;
    }

    /**
     * The settings of Caravan as a program of its own: whatever looks like one of ours is one.
     *
     * @throws ConfigurationException with all faults
     */
    public static Settings read(SettingsSource source) {
        return new SettingsReader(source, true).read();
    }

    /**
     * The settings in somebody else's application, where other keys may begin like ours.
     *
     * @throws ConfigurationException with all faults
     */
    public static Settings readBeside(SettingsSource source) {
        return new SettingsReader(source, false).read();
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
        new Neighbours(mounts, lookup).check();
        checkQueues(mounts);
        if (alone) {
            checkNames();
        }
        Settings settings = new Settings(
                mounts,
                global(GlobalKey.CONCURRENCY, SettingsReader::threads),
                global(GlobalKey.THRESHOLD, SettingsReader::partBytes),
                global(GlobalKey.PART_SIZE, SettingsReader::partBytes),
                (alone || source.value(GlobalKey.CONTROL.key()).isPresent())
                        && global(GlobalKey.CONTROL, SettingsReader::trueOrFalse));
        if (alone) {
            global(GlobalKey.LOG_FORMAT, SettingsReader::format);
        }
        if (!lookup.faults().isEmpty()) {
            throw new ConfigurationException(lookup.faults());
        }
        return settings;
    }

    private <T> T global(GlobalKey key, java.util.function.Function<String, T> parser) {
        return lookup.value(key.key(), key.standard(), parser);
    }

    /** Camel gives a queue so many consumers, and no more. */
    private static int threads(String text) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_THREADS) {
            throw new IllegalArgumentException("is not a number from 1 to " + MOST_THREADS);
        }
        return Integer.parseInt(text);
    }

    private static long partBytes(String text) {
        long size = Values.size(text);
        if (size < 5L * 1024 * 1024) {
            throw new IllegalArgumentException("is less than 5MB, the smallest part that S3 takes");
        }
        if (size > 5L * 1024 * 1024 * 1024) {
            throw new IllegalArgumentException("is more than 5GiB, the largest part that S3 takes");
        }
        return size;
    }

    private static boolean trueOrFalse(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("is not one of: true, false");
        }
        return text.equals("true");
    }

    private static String format(String text) {
        if (!text.equals("text") && !text.equals("json")) {
            throw new IllegalArgumentException("is not one of: text, json");
        }
        return text;
    }

    /** What begins like a setting of ours and is none. */
    private void checkNames() {
        for (String key : new TreeSet<>(source.otherKeys())) {
            if (Arrays.stream(GlobalKey.values()).noneMatch(known -> known.key().equals(key))) {
                lookup.fault("'" + key + "' is not a setting"
                        + Similar.hint(
                                key, "", Arrays.stream(GlobalKey.values()).map(GlobalKey::key)));
            }
        }
        source.unknownVariables()
                .forEach(variable -> lookup.fault("The environment variable " + variable
                        + " begins like a setting of a mount and is none: correct it, or unset it. MOUNTS_PHOTOS_FOLDER is"
                        + " mounts.photos.folder"));
    }

    /** The names of the mounts, with a fault for every key that is none of ours. */
    private Set<String> names() {
        Map<String, Set<String>> keys = new TreeMap<>();
        for (String key : new TreeSet<>(source.keys())) {
            if (!key.startsWith(MOUNTS)) {
                continue;
            }
            int dot = key.indexOf('.', MOUNTS.length());
            String name = dot < 0 ? "" : key.substring(MOUNTS.length(), dot);
            if (dot > 0 && isName(name)) {
                keys.computeIfAbsent(name, any -> new TreeSet<>()).add(key.substring(dot + 1));
            } else if (alone) {
                lookup.fault("'" + key
                        + "' is not a setting: write mounts.<name>.<key>, the name of letters, digits, '-' and '_'");
            }
        }
        if (!alone) {
            keys.values().removeIf(all -> all.stream().noneMatch(SettingsReader::isMountKey));
        }
        keys.forEach((name, all) -> all.stream()
                .filter(last -> !isMountKey(last))
                .forEach(last -> lookup.fault("'" + MOUNTS + name + "." + last + "' is not a setting"
                        + Similar.hint(
                                last,
                                MOUNTS + name + ".",
                                Arrays.stream(MountKey.values()).map(MountKey::key)))));
        return keys.keySet();
    }

    private static boolean isMountKey(String last) {
        return Arrays.stream(MountKey.values()).anyMatch(known -> known.key().equals(last));
    }

    private static boolean isName(String name) {
        try {
            return new MountName(name).value().equals(name);
        } catch (IllegalArgumentException e) {
            return false;
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
