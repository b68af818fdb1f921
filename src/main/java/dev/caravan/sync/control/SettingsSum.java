package dev.caravan.sync.control;

import dev.caravan.mount.Mount;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Tells whether two processes have the same settings for a mount, as far as they say what a pass does. */
final class SettingsSum {
    private SettingsSum() {}

    /** What the AWS SDK takes from the environment where no setting says otherwise. */
    private static final List<String> VARIABLES = List.of(
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL_S3",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_PROFILE",
            "AWS_CONFIG_FILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_ACCESS_KEY_ID");

    /** Of all but what says when passes are made and how fast. Nothing of a secret is in it. */
    static String of(Mount mount) {
        return of(mount, System.getenv());
    }

    static String of(Mount mount, Map<String, String> environment) {
        List<Object> settings = List.of(
                mount.folder(),
                mount.location(),
                mount.policy(),
                mount.ignore(),
                mount.followSymlinks(),
                mount.index(),
                mount.store(),
                mount.objects(),
                mount.deletionSafety(),
                VARIABLES.stream()
                        .map(name -> environment.getOrDefault(name, ""))
                        .toList());
        try {
            byte[] text = settings.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
