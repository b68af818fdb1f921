package dev.caravan.camel;

import dev.caravan.mount.RemoteVersion;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** The messages in which S3 tells what happened in a bucket: its own, wrapped by SNS, and those of EventBridge. */
final class BucketMessage {
    private static final String REMOVED = "ObjectRemoved:";
    private static final String EXPIRED = "LifecycleExpiration:";

    private BucketMessage() {}

    /**
     * What happened to an object.
     *
     * @param version what was stored; of no use where the object was removed
     */
    record Notification(String bucket, String key, boolean removed, RemoteVersion version) {}

    /**
     * The events in a message; none in the one that S3 sends as a test.
     *
     * @throws DeserializationException if it is no JSON
     * @throws IllegalArgumentException if it is nothing that S3 sends
     */
    static List<Notification> read(String message) throws DeserializationException {
        if (!(Jsoner.deserialize(message) instanceof JsonObject json)) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        if (json.get("Records") instanceof JsonArray records) {
            return records(records);
        }
        if (json.getString("Message") != null && "Notification".equals(json.getString("Type"))) {
            return read(json.getString("Message"));
        }
        if (json.get("detail") instanceof JsonObject detail && "aws.s3".equals(json.getString("source"))) {
            return List.of(event(String.valueOf(json.getString("detail-type")), detail));
        }
        if ("s3:TestEvent".equals(json.getString("Event"))) {
            return List.of();
        }
        throw new IllegalArgumentException("it is no event of a bucket");
    }

    private static List<Notification> records(JsonArray records) {
        List<Notification> events = new ArrayList<>();
        for (Object each : records) {
            if (!(each instanceof JsonObject all && all.get("s3") instanceof JsonObject s3)) {
                throw new IllegalArgumentException("a record has no s3");
            }
            String name = String.valueOf(all.getString("eventName"));
            JsonObject object = part(s3, "object");
            String key = URLDecoder.decode(text(object, "key"), StandardCharsets.UTF_8);
            boolean removed = name.contains(REMOVED) || name.contains(EXPIRED);
            events.add(new Notification(text(part(s3, "bucket"), "name"), key, removed, version(object, "eTag")));
        }
        return events;
    }

    private static Notification event(String type, JsonObject detail) {
        JsonObject object = part(detail, "object");
        boolean removed = type.equals("Object Deleted");
        return new Notification(
                text(part(detail, "bucket"), "name"), text(object, "key"), removed, version(object, "etag"));
    }

    private static RemoteVersion version(JsonObject object, String etagName) {
        long size = object.getLongOrDefault("size", 0L);
        String etag = object.getString(etagName);
        return new RemoteVersion(RemoteVersion.etag(etag, size, Instant.EPOCH), size, Instant.EPOCH, false);
    }

    private static JsonObject part(JsonObject whole, String name) {
        if (whole.get(name) instanceof JsonObject part) {
            return part;
        }
        throw new IllegalArgumentException("an event has no " + name);
    }

    private static String text(JsonObject object, String name) {
        String text = object.getString(name);
        if (text == null) {
            throw new IllegalArgumentException("an event has no " + name);
        }
        return text;
    }
}
