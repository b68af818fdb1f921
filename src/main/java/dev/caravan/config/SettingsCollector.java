package dev.caravan.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads one value after the other, and remembers what is wrong with each instead of stopping at the first. */
final class SettingsCollector {
    private final SettingsSource source;
    private final List<String> faults = new ArrayList<>();

    SettingsCollector(SettingsSource source) {
        this.source = source;
    }

    Optional<String> text(String key) {
        return source.value(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Whether a key is set to nothing, which for a list means an empty one. */
    boolean isBlank(String key) {
        return source.value(key).map(String::isBlank).orElse(false);
    }

    /** A value, or its standard where none is set or the one that is set is wrong. */
    <T> T value(String key, String standard, Function<String, T> parser) {
        Optional<String> text = text(key);
        if (!standard.isEmpty() && isBlank(key)) {
            fault(key + " is empty: set a value, or leave it out for '" + standard + "'");
        }
        try {
            return parser.apply(text.orElse(standard));
        } catch (IllegalArgumentException e) {
            fault(key + " = '" + text.orElse(standard) + "' " + e.getMessage());
            return parser.apply(standard);
        }
    }

    void fault(String fault) {
        faults.add(fault);
    }

    List<String> faults() {
        return faults;
    }
}
