package dev.caravan.status;

import dev.caravan.mount.MountName;

/**
 * The commands that a message suggests, complete.
 *
 * @param options that a command needs to find the same settings, with a blank before
 */
public record Suggestions(MountName mount, String options) {
    public String line(String command) {
        return "caravan " + command + " " + mount + options;
    }
}
