package dev.caravan.config;

import java.util.Optional;
import java.util.Set;

/** Where settings come from: files, the command line, the environment. */
public interface SettingsSource {
    /** The keys that are set, as far as they can be known; overriding variables of the environment included. */
    Set<String> keys();

    /** The keys that begin like one of ours that belongs to no mount. */
    default Set<String> otherKeys() {
        return Set.of();
    }

    /** Variables of the environment that begin like those of mounts and stand for no setting. */
    default Set<String> unknownVariables() {
        return Set.of();
    }

    Optional<String> value(String key);
}
