package dev.caravan.remote.client;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.s3.S3Client;

/** A client that sends nothing: it makes the SDK load and prepare what the first real request would wait for. */
public final class SdkWarmup {
    private static final String EMPTY_LIST = "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>";

    private SdkWarmup() {}

    /** What the SDK knows of all regions and services: some four hundred classes. */
    public static void regions() {
        ServiceMetadata.of("s3").regions();
    }

    /** Lists a bucket that there is not, without leaving this process. */
    public static void list() {
        try (S3Client client = S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://localhost"))
                .forcePathStyle(true)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(new Answering())
                .build()) {
            client.listObjects(list -> list.bucket("bucket"));
        }
        ApacheHttpClient.builder().build().close();
    }

    /** Answers each request itself. */
    private static final class Answering implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(200).build())
                            .responseBody(AbortableInputStream.create(
                                    new ByteArrayInputStream(EMPTY_LIST.getBytes(StandardCharsets.UTF_8))))
                            .build();
                }

                @Override
                public void abort() {
                    // there is nothing to abort
                }
            };
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
