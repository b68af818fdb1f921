package dev.caravan.status;

import dev.caravan.mount.MountName;

/**
 * Builds the complete commands that a message suggests.
 *
 * @param options with which a command finds the same settings, with a leading space
 */
public record Suggestions(MountName mount, String options) {
    public String line(String command) {
        return "caravan " + command + " " + mount + options;
    }
}
