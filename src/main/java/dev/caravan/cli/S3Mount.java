package dev.caravan.cli;

import dev.caravan.camel.JsonList;
import dev.caravan.config.ConfigurationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mount as s3-synchronizer declares it. */
record S3Mount(String id, String bucket, String prefix, boolean writeable, String kmsKeyId) {
    private static final String FLAG = "-defaultS3Mounts";

    /** Reads a JSON list of mounts, and reports everything that is wrong at once. */
    static List<S3Mount> parse(String json) {
        List<String> faults = new ArrayList<>();
        List<S3Mount> mounts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int number = 0;
        for (Map<String, Object> entry : JsonList.read(FLAG, json)) {
            number++;
            S3Mount mount = new S3Mount(
                    text(entry, "id"),
                    text(entry, "bucket"),
                    text(entry, "prefix"),
                    isTrue(entry),
                    text(entry, "kmsKeyId"));
            mount.check(FLAG + ", mount " + number, faults);
            if (!names.add(mount.name())) {
                faults.add(FLAG + ", mount " + number + ": there is another mount of id '" + mount.id() + "'");
            }
            mounts.add(mount);
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return mounts;
    }

    /** The id as the name of a mount. */
    String name() {
        return id.replaceAll("[^A-Za-z0-9_-]", "-").replaceAll("^[-_]+", "");
    }

    private void check(String where, List<String> faults) {
        if (id.isEmpty() || name().isEmpty()) {
            faults.add(where + ": 'id' is missing");
        }
        if (id.contains("/") || id.equals("..") || id.equals(".")) {
            faults.add(where + ": id '" + id + "' cannot be the name of a folder");
        }
        if (bucket.isEmpty()) {
            faults.add(where + ": 'bucket' is missing");
        }
    }

    private static boolean isTrue(Map<String, Object> entry) {
        return Boolean.parseBoolean(text(entry, "writeable"));
    }

    private static String text(Map<String, Object> entry, String key) {
        @Nullable Object value = entry.get(key);
        return value == null ? "" : value.toString();
    }
}
