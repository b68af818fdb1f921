package dev.caravan.config;

import java.util.Optional;
import java.util.Set;

/** Where settings come from: files, the command line, the environment. */
public interface Source {
    /** The keys that are set, as far as they can be known; overriding variables of the environment included. */
    Set<String> keys();

    Optional<String> value(String key);
}
