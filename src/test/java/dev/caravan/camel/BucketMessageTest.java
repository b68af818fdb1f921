package dev.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.camel.BucketMessage.Notification;
import dev.caravan.mount.RemoteVersion;
import java.time.Instant;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages are those of Amazon's documentation, shortened. */
class BucketMessageTest {
    private static final String STORED = """
            {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": {
              "s3SchemaVersion": "1.0", "bucket": {"name": "holiday", "arn": "arn:aws:s3:::holiday"},
              "object": {"key": "a+b/%C3%BC%2B.txt", "size": 1024, "eTag": "d41d8cd9", "sequencer": "0055AED6"}}}]}""";

    private static RemoteVersion version(String etag, long size) {
        return new RemoteVersion(etag, size, Instant.EPOCH, false);
    }

    @Test
    void s3TellsOfAStoredObjectWithItsKeyEncoded() throws Exception {
        assertThat(BucketMessage.read(STORED))
                .containsExactly(new Notification("holiday", "a b/ü+.txt", false, version("d41d8cd9", 1024)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ObjectRemoved:Delete",
                "ObjectRemoved:DeleteMarkerCreated",
                "s3:LifecycleExpiration:Delete",
                "LifecycleExpiration:DeleteMarkerCreated"
            })
    void s3TellsOfARemovedObject(String name) throws Exception {
        String message = "{\"Records\": [{\"eventName\": \"" + name
                + "\", \"s3\": {\"bucket\": {\"name\": \"b\"}, \"object\": {\"key\": \"k\"}}}]}";
        assertThat(BucketMessage.read(message)).singleElement().satisfies(event -> {
            assertThat(event.removed()).isTrue();
            assertThat(event.key()).isEqualTo("k");
        });
    }

    @Test
    void snsWrapsThem() throws Exception {
        String wrapped =
                "{\"Type\": \"Notification\", \"TopicArn\": \"arn\", \"Message\": \"" + Jsoner.escape(STORED) + "\"}";
        assertThat(BucketMessage.read(wrapped)).isEqualTo(BucketMessage.read(STORED));
    }

    @Test
    void eventBridgeHasItsOwnWithTheKeyAsItIs() throws Exception {
        String message = """
                {"version": "0", "detail-type": "Object Created", "source": "aws.s3", "detail": {
                  "bucket": {"name": "holiday"}, "object": {"key": "a+b c", "size": 5, "etag": "b1946ac9"}}}""";
        assertThat(BucketMessage.read(message))
                .containsExactly(new Notification("holiday", "a+b c", false, version("b1946ac9", 5)));
        assertThat(BucketMessage.read(message.replace("Object Created", "Object Deleted")))
                .allMatch(Notification::removed);
    }

    @Test
    void theTestMessageTellsOfNothing() throws Exception {
        assertThat(BucketMessage.read("{\"Service\": \"Amazon S3\", \"Event\": \"s3:TestEvent\", \"Bucket\": \"b\"}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"Records\": [{}]}",
                "{\"Records\": [{\"s3\": {}}]}",
                "{\"Records\": [{\"s3\": {\"object\": {}, \"bucket\": {}}}]}",
                "{\"Records\": [{\"s3\": {\"object\": {\"key\": \"%zz\"}, \"bucket\": {\"name\": \"b\"}}}]}",
                "{\"Type\": \"Notification\", \"Message\": \"text\"}"
            })
    void whatIsNoEventIsNotTakenForOne(String message) {
        assertThatThrownBy(() -> BucketMessage.read(message)).isInstanceOf(Exception.class);
    }
}
