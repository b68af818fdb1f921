package dev.caravan.testing;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue in the process, and somebody who puts messages into it as S3 would. It starts anew for each test. */
public final class EventQueue implements AutoCloseable {
    private static final String VISIBLE = "ApproximateNumberOfMessages";
    private static final String TAKEN = "ApproximateNumberOfMessagesNotVisible";

    private final SQSRestServer server;
    private final SqsClient client;
    private final int port;
    private int number;

    private EventQueue(SQSRestServer server, SqsClient client, int port) {
        this.server = server;
        this.client = client;
        this.port = port;
    }

    public static EventQueue start() {
        SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start();
        int port = server.waitUntilStarted().localAddress().getPort();
        SqsClient client = SqsClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("test-access", "test-secret")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
        return new EventQueue(server, client, port);
    }

    /** Another queue from now on: a poll of an earlier test may still wait at the one before, and take its messages. */
    public void renew() {
        number++;
        create();
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/000000000000/" + name();
    }

    private String name() {
        return "changes-" + number;
    }

    public void send(String message) {
        client.sendMessage(send -> send.queueUrl(url()).messageBody(message));
    }

    /** S3's message that an object was stored. */
    public void stored(String key, String etag, long size) {
        send("{\"Records\": [" + storedRecord(key, etag, size) + "]}");
    }

    /** S3's message that an object was removed. */
    public void removed(String key) {
        send("{\"Records\": [" + record("ObjectRemoved:Delete", key, "") + "]}");
    }

    /** One of the records of a message. */
    public static String storedRecord(String key, String etag, long size) {
        return record("ObjectCreated:Put", key, ", \"eTag\": \"" + etag + "\", \"size\": " + size);
    }

    private static String record(String name, String key, String more) {
        return "{\"eventName\": \"" + name + "\", \"s3\": {\"bucket\": {\"name\": \"" + S3Server.BUCKET
                + "\"}, \"object\": {\"key\": \"" + URLEncoder.encode(key, StandardCharsets.UTF_8) + "\"" + more
                + "}}}";
    }

    /** Whether every message was taken and deleted. */
    public boolean isEmpty() {
        Map<QueueAttributeName, String> counts = client.getQueueAttributes(
                        ask -> ask.queueUrl(url()).attributeNamesWithStrings(VISIBLE, TAKEN))
                .attributes();
        return counts.values().stream().allMatch("0"::equals);
    }

    /** The queue is gone. */
    public void delete() {
        client.deleteQueue(queue -> queue.queueUrl(url()));
    }

    public void create() {
        client.createQueue(queue -> queue.queueName(name()));
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}
