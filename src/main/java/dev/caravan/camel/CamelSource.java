package dev.caravan.camel;

import dev.caravan.config.MountKey;
import dev.caravan.config.SettingsSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.spi.PropertiesComponent;

/**
 * The settings as Camel's properties component knows them: files, command line, placeholders, and variables of the
 * environment, {@code MOUNTS_PHOTOS_FOLDER} for {@code mounts.photos.folder}, which override all others.
 */
final class CamelSource implements SettingsSource {
    private static final String MOUNTS = "mounts.";
    private static final String VARIABLE = "MOUNTS_";

    private static final Pattern VARIABLES = Pattern.compile("MOUNTS_[A-Z0-9_]+");

    /** What somebody writes who means a setting of ours. */
    private static final Pattern OURS = Pattern.compile("(?i)(mounts?|transfers?)[._-].*");

    private final PropertiesComponent properties;
    private final Map<String, String> environment;

    CamelSource(PropertiesComponent properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    @Override
    public Set<String> keys() {
        Set<String> keys = properties.loadProperties(key -> key.startsWith(MOUNTS)).stringPropertyNames().stream()
                .collect(Collectors.toCollection(TreeSet::new));
        environment.keySet().stream()
                .filter(variable -> VARIABLES.matcher(variable).matches())
                .map(variable -> key(variable, keys))
                .flatMap(Optional::stream)
                .toList()
                .forEach(keys::add);
        return keys;
    }

    @Override
    public Set<String> otherKeys() {
        return properties
                .loadProperties(key -> key.startsWith("log.")
                        || key.startsWith("control.")
                        || (OURS.matcher(key).matches() && !key.startsWith(MOUNTS)))
                .stringPropertyNames();
    }

    @Override
    public Set<String> unknownVariables() {
        Set<String> keys = keys();
        return environment.keySet().stream()
                .filter(variable -> looksLikeOurs(variable))
                .filter(variable -> keys.stream().noneMatch(key -> variable(key).equals(variable)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Written with small letters it is none, unless it ends like no setting: then it is somebody else's. */
    private static boolean looksLikeOurs(String variable) {
        String upper = variable.toUpperCase(Locale.ROOT);
        return variable.startsWith(VARIABLE)
                || (upper.startsWith(VARIABLE)
                        && Arrays.stream(MountKey.values()).anyMatch(key -> upper.endsWith("_" + variable(key.key()))));
    }

    @Override
    public Optional<String> value(String key) {
        return Optional.ofNullable(environment.get(variable(key))).or(() -> properties.resolveProperty(key));
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The key that a variable stands for: of a mount that is set elsewhere, or of a new one. */
    private static Optional<String> key(String variable, Set<String> keys) {
        Optional<String> known =
                keys.stream().filter(key -> variable(key).equals(variable)).findFirst();
        return known.or(() -> Arrays.stream(MountKey.values())
                .map(MountKey::key)
                .filter(key -> variable.endsWith("_" + variable(key))
                        && variable.length() > VARIABLE.length() + key.length() + 1)
                .max(java.util.Comparator.comparingInt(String::length))
                .map(key -> mountOf(variable, key, keys) + key));
    }

    private static String mountOf(String variable, String key, Set<String> keys) {
        String name = variable.substring(VARIABLE.length(), variable.length() - key.length() - 1);
        return keys.stream()
                .filter(known -> known.startsWith(MOUNTS))
                .map(known -> known.substring(0, known.indexOf('.', MOUNTS.length()) + 1))
                .filter(prefix -> variable(prefix).equals(VARIABLE + name + "_"))
                .findFirst()
                .orElse(MOUNTS + name.toLowerCase(Locale.ROOT).replace('_', '-') + ".");
    }
}
