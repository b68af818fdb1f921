package dev.caravan.config;

import java.util.List;

/** Everything that is wrong with the settings, each with its key, its value and the remedy. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String[] faults;

    public ConfigurationException(List<String> faults) {
        super("Wrong configuration:\n  " + String.join("\n  ", faults));
        this.faults = faults.toArray(String[]::new);
    }

    public List<String> faults() {
        return List.of(faults);
    }
}
