package dev.caravan.sync.control;

import dev.caravan.mount.Mount;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Tells whether two processes have the same settings for a mount, as far as they say what a pass does. */
final class SettingsSum {
    private SettingsSum() {}

    /** Of all but what says when passes are made and how fast. Nothing of a secret is in it. */
    static String of(Mount mount) {
        List<Object> settings = List.of(
                mount.folder(),
                mount.location(),
                mount.policy(),
                mount.ignore(),
                mount.followSymlinks(),
                mount.index(),
                mount.store(),
                mount.objects(),
                mount.deletionSafety());
        try {
            byte[] text = settings.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
