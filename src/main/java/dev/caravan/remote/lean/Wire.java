package dev.caravan.remote.lean;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.utils.DateUtils;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Writes, signs and sends requests for the objects of one store. Safe for several threads. */
final class Wire {
    /** The SHA-256 of nothing. */
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** From here on a store's refusal is worth waiting for before the body goes out: as the SDK's client is set up. */
    private static final long ASK_FIRST = 1 << 20;

    /** From here on a clock counts as wrong, for the SDK and here. */
    private static final Duration SKEWED = Duration.ofMinutes(4);

    /** What stores answer where the time of a request is not theirs. */
    private static final Set<Integer> MAY_BE_SKEW = Set.of(400, 401, 403);

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Function<String, Optional<Place>> places;
    private final Clock clock;
    private final Map<String, Signer> signers = new ConcurrentHashMap<>();
    private volatile Duration offset = Duration.ZERO;

    /** @param places finds where a bucket is; empty where only the SDK knows */
    Wire(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Function<String, Optional<Place>> places,
            Clock clock) {
        this.http = http;
        this.credentials = credentials;
        this.places = places;
        this.clock = clock;
    }

    /**
     * What a request is sent to, and with.
     *
     * @param key empty for the bucket itself
     */
    record Destination(SdkHttpMethod method, String bucket, String key) {}

    /** What goes out behind the headers. */
    record Payload(String sha256, RequestBody body) {}

    /** Sends a request; empty where only the SDK can write it, and nothing was sent. */
    Optional<Answer> send(Destination target, S3Request request, @Nullable Payload payload) {
        return written(target, request, payload).map(written -> {
            try {
                Answer answer = Answer.to(http, written);
                if (!answer.isGood()) {
                    learnTime(answer);
                }
                return answer;
            } finally {
                written.contentStreamProvider().map(OpenBody.class::cast).ifPresent(OpenBody::close);
            }
        });
    }

    private Optional<HttpExecuteRequest> written(Destination target, S3Request request, @Nullable Payload payload) {
        if (!isUsual(target.key())
                || request.overrideConfiguration().map(Wire::saysMore).orElse(false)) {
            return Optional.empty();
        }
        Optional<Place> place = places.apply(target.bucket());
        Optional<Fields.Lines> lines = Fields.lines(request);
        Optional<AwsCredentials> keys = keys();
        return place.isPresent() && lines.isPresent() && keys.isPresent() && areUsual(lines.get())
                ? Optional.of(signed(target, place.get(), lines.get(), payload, keys.get()))
                : Optional.empty();
    }

    private HttpExecuteRequest signed(
            Destination target, Place place, Fields.Lines lines, @Nullable Payload payload, AwsCredentials keys) {
        String path = path(place, target.key());
        SortedMap<String, String> headers = new TreeMap<>(lines.headers());
        headers.put("host", host(place));
        String time = Signer.time(clock.instant().plus(offset));
        String sha256 = payload == null ? NOTHING : payload.sha256();
        headers.put("x-amz-date", time);
        headers.put("x-amz-content-sha256", sha256);
        if (keys instanceof AwsSessionCredentials session) {
            headers.put("x-amz-security-token", session.sessionToken());
        }
        if (payload != null) {
            headers.putIfAbsent("content-type", payload.body().contentType());
        }
        SortedMap<String, String> parameters = new TreeMap<>(lines.parameters());
        String query = parameters.entrySet().stream()
                .map(each -> SdkHttpUtils.urlEncode(each.getKey()) + '=' + SdkHttpUtils.urlEncode(each.getValue()))
                .collect(Collectors.joining("&"));
        String authorization = signers.computeIfAbsent(place.region(), Signer::new)
                .authorization(target.method().name(), path, query, headers, sha256, time, keys);
        SdkHttpFullRequest.Builder builder = SdkHttpFullRequest.builder()
                .method(target.method())
                .protocol(place.base().getScheme())
                .host(place.base().getHost())
                .encodedPath(path);
        if (place.base().getPort() >= 0) {
            builder.port(place.base().getPort());
        }
        parameters.forEach(builder::putRawQueryParameter);
        headers.forEach(builder::putHeader);
        builder.putHeader("Authorization", authorization).putHeader("User-Agent", "caravan");
        HttpExecuteRequest.Builder execute = HttpExecuteRequest.builder();
        if (payload != null) {
            long length = payload.body().optionalContentLength().orElseThrow();
            builder.putHeader("Content-Length", Long.toString(length));
            if (length > ASK_FIRST) {
                builder.putHeader("Expect", "100-continue");
            }
            execute.contentStreamProvider(new OpenBody(payload.body().contentStreamProvider()));
        }
        return execute.request(builder.build()).build();
    }

    /** A bucket that is part of the host's name has none of its own. */
    private static String path(Place place, String key) {
        String base = place.base().getRawPath();
        String path = key.isEmpty() ? base : base + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
        return path.isEmpty() ? "/" : path;
    }

    private static String host(Place place) {
        return SdkHttpUtils.isUsingStandardPort(
                        place.base().getScheme(), place.base().getPort())
                ? place.base().getHost()
                : place.base().getHost() + ':' + place.base().getPort();
    }

    /** Empty where nobody has any, or the request is not to be signed: the SDK says so. */
    private Optional<AwsCredentials> keys() {
        try {
            AwsCredentials found = credentials.resolveCredentials();
            return Optional.ofNullable(found.accessKeyId()).map(id -> found);
        } catch (SdkClientException e) {
            return Optional.empty();
        }
    }

    private static boolean saysMore(AwsRequestOverrideConfiguration override) {
        return !override.headers().isEmpty() || !override.rawQueryParameters().isEmpty();
    }

    /** Whether no part of a key is one that somebody on the way might take for another path. */
    private static boolean isUsual(String key) {
        return !key.startsWith("/")
                && !key.contains("//")
                && !("/" + key + "/").contains("/./")
                && !("/" + key + "/").contains("/../");
    }

    /** Whether each header arrives as it was signed. */
    private static boolean areUsual(Fields.Lines lines) {
        return lines.headers().values().stream().allMatch(Wire::isUsualHeader);
    }

    private static boolean isUsualHeader(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 127)
                && !value.startsWith(" ")
                && !value.endsWith(" ")
                && !value.contains("  ");
    }

    /** Where the clock is wrong the store says so: the SDK repeats the request, and the next one is right at once. */
    private void learnTime(Answer answer) {
        Optional<String> date = answer.http()
                .filter(response -> MAY_BE_SKEW.contains(response.statusCode()))
                .filter(response -> response.firstMatchingHeader("Age").isEmpty()) // an answer that was kept somewhere
                .flatMap(response -> response.firstMatchingHeader("Date"));
        if (date.isEmpty()) {
            return;
        }
        try {
            Instant there = DateUtils.parseRfc822Date(date.get());
            Duration apart = Duration.between(clock.instant(), there);
            offset = apart.abs().compareTo(SKEWED) > 0 ? apart : Duration.ZERO;
        } catch (RuntimeException e) {
            // no time that anybody could learn from
        }
    }
}
