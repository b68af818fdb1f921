package dev.caravan.remote.lean;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.endpoints.Endpoint;

/**
 * Where a bucket is, and for which region requests to it are signed.
 *
 * @param base what all its URLs begin with, without a slash at the end
 */
public record Place(URI base, String region) {
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** Of a bucket whose name stands in the path; empty for a name that has rules of its own. */
    public static Optional<Place> inPath(URI endpoint, String bucket, String region) {
        if (!PLAIN.matcher(bucket).matches() || bucket.contains("--")) {
            return Optional.empty();
        }
        return Optional.of(new Place(URI.create(trimmed(endpoint.toString()) + '/' + bucket), region));
    }

    /** As the SDK found out; empty where it would not sign in the usual way, or ask for more headers. */
    public static Optional<Place> of(Endpoint endpoint) {
        List<EndpointAuthScheme> schemes = endpoint.attribute(AwsEndpointAttribute.AUTH_SCHEMES);
        boolean usual = schemes != null
                && schemes.size() == 1
                && schemes.get(0) instanceof SigV4AuthScheme v4
                && "s3".equals(v4.signingName())
                && endpoint.headers().isEmpty();
        return usual
                ? Optional.of(new Place(
                        URI.create(trimmed(endpoint.url().toString())),
                        ((SigV4AuthScheme) schemes.get(0)).signingRegion()))
                : Optional.empty();
    }

    private static String trimmed(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
