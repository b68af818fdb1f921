package dev.caravan.mount;

import java.util.Locale;

/** An enum constant as users write it: {@code TWO_WAY} is {@code two-way}. */
public interface ConfigWord {
    String name();

    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
