package dev.caravan.remote.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

class KnownEndpointsTest {
    private static final S3EndpointProvider RULES = S3EndpointProvider.defaultProvider();

    private final KnownEndpoints known = new KnownEndpoints();

    @Test
    void areThoseOfTheSdk() {
        for (String bucket : new String[] {"photos", "a.b", "photos"}) {
            S3EndpointParams params = params(bucket, all -> all);
            assertThat(known.resolveEndpoint(params).join())
                    .isEqualTo(RULES.resolveEndpoint(params).join());
        }
        S3EndpointParams hasCustomEndpoint =
                params("photos", all -> all.endpoint("http://127.0.0.1:9000").forcePathStyle(true));
        assertThat(new KnownEndpoints()
                        .resolveEndpoint(hasCustomEndpoint)
                        .join()
                        .url())
                .hasToString("http://127.0.0.1:9000/photos");
    }

    @Test
    void areFoundOutOnce() {
        S3EndpointParams params = params("photos", all -> all);
        assertThat(known.resolveEndpoint(params).join())
                .isSameAs(known.resolveEndpoint(params).join());
    }

    /** For a directory bucket a session is made in another way than an object is sent. */
    @Test
    void areFoundOutEachTimeWhereMoreCountsThanTheName() {
        S3EndpointParams object = params("photos--use1-az4--x-s3", all -> all);
        S3EndpointParams control = params("photos--use1-az4--x-s3", all -> all.useS3ExpressControlEndpoint(true));
        assertThat(known.resolveEndpoint(object).join())
                .isNotEqualTo(known.resolveEndpoint(control).join());
    }

    private static S3EndpointParams params(String bucket, UnaryOperator<S3EndpointParams.Builder> more) {
        return more.apply(S3EndpointParams.builder().region(Region.US_EAST_1).bucket(bucket))
                .build();
    }
}
