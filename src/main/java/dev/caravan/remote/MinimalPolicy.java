package dev.caravan.remote;

import dev.caravan.mount.Direction;
import dev.caravan.mount.Mount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The IAM policy with which a mount works, and nothing beyond it; docs/settings.md explains it. */
public final class MinimalPolicy {
    private final Mount mount;
    private final String bucket;

    public MinimalPolicy(Mount mount) {
        this.mount = mount;
        String name = mount.location().bucket();
        this.bucket = name.startsWith("arn:") ? name : "arn:aws:s3:::" + name;
    }

    private boolean writes() {
        return mount.policy().direction() != Direction.DOWNLOAD;
    }

    /** The IAM actions, each with what it is allowed on; the optional ones last. */
    private Map<String, Statement> statements() {
        Map<String, Statement> all = new LinkedHashMap<>();
        all.put("List", new Statement(List.of("s3:ListBucket"), bucket));
        all.put(
                "Objects",
                new Statement(
                        writes()
                                ? List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload")
                                : List.of("s3:GetObject"),
                        objects(mount.location().prefix())));
        if (writes()) {
            mount.deletionSafety()
                    .trashPrefix()
                    .ifPresent(trash -> all.put(
                            "Trash", new Statement(List.of("s3:GetObject", "s3:PutObject"), objects(trash + "/"))));
            mount.objects()
                    .kmsKey()
                    .ifPresent(key ->
                            all.put("Key", new Statement(List.of("kms:GenerateDataKey", "kms:Decrypt"), keyArn(key))));
            all.put(
                    "LeftOvers",
                    new Statement(
                            List.of("s3:ListBucketMultipartUploads", "s3:GetBucketVersioning", "s3:ListBucketVersions"),
                            bucket));
            all.put(
                    "Versions",
                    new Statement(
                            List.of("s3:GetObjectVersion", "s3:ListMultipartUploadParts"),
                            objects(mount.location().prefix())));
        }
        return all;
    }

    /** Of an alias the key is not known: in its account and region, each key that has this alias now. */
    private static String keyArn(String key) {
        if (key.startsWith("arn:")) {
            return key;
        }
        return "arn:aws:kms:*:*:key/" + (key.startsWith("alias/") ? "*" : key);
    }

    private record Statement(List<String> actions, String resource) {}

    private String objects(String prefix) {
        return bucket + (bucket.contains(":accesspoint") ? "/object/" : "/") + prefix + "*";
    }

    /** As JSON, to paste. */
    public String json() {
        List<String> lines = new ArrayList<>();
        statements()
                .forEach((sid, statement) ->
                        lines.add("    {\"Sid\": \"" + sid + "\", \"Effect\": \"Allow\", \"Action\": ["
                                + statement.actions().stream()
                                        .map(action -> "\"" + action + "\"")
                                        .collect(Collectors.joining(", "))
                                + "],\n     \"Resource\": \"" + statement.resource() + "\"" + condition(sid) + "}"));
        return "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n" + String.join(",\n", lines) + "\n  ]\n}";
    }

    private String condition(String sid) {
        return mount.objects()
                .kmsKey()
                .filter(key -> sid.equals("Key") && key.startsWith("alias/"))
                .map(alias -> ",\n     \"Condition\": {\"ForAnyValue:StringEquals\": {\"kms:ResourceAliases\": \""
                        + alias + "\"}}")
                .orElse("");
    }
}
