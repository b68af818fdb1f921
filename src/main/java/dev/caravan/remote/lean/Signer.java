package dev.caravan.remote.lean;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Signature version 4 of a request whose payload's SHA-256 is known, as
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">Amazon describes it</a>. The key of
 * a day is derived once. Safe for several threads.
 */
final class Signer {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SERVICE = "s3";
    private static final HexFormat HEX = HexFormat.of();

    private final String region;
    private volatile @Nullable DayKey last;

    Signer(String region) {
        this.region = region;
    }

    private record DayKey(String secret, String day, SecretKeySpec key) {}

    /** When a request is signed, as it is written in headers: {@code 20261128T194144Z}. */
    static String time(Instant now) {
        ZonedDateTime utc = now.atZone(ZoneOffset.UTC);
        StringBuilder time = new StringBuilder(16);
        time.append(utc.getYear());
        twoDigits(time, utc.getMonthValue());
        twoDigits(time, utc.getDayOfMonth());
        time.append('T');
        twoDigits(time, utc.getHour());
        twoDigits(time, utc.getMinute());
        twoDigits(time, utc.getSecond());
        return time.append('Z').toString();
    }

    private static void twoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /**
     * The value of the header {@code Authorization}.
     *
     * @param path encoded, as it is sent
     * @param query encoded, its parameters sorted; empty where there is none
     * @param headers all that are signed, with their names in lower case; {@code x-amz-date} among them
     * @param payload the SHA-256 of what follows them, in hex
     * @param time as in the header, {@link #time}
     */
    String authorization(
            String method,
            String path,
            String query,
            SortedMap<String, String> headers,
            String payload,
            String time,
            AwsCredentials credentials) {
        String day = time.substring(0, 8);
        String scope = day + '/' + region + '/' + SERVICE + "/aws4_request";
        String names = String.join(";", headers.keySet());
        StringBuilder request = new StringBuilder(512);
        request.append(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(query)
                .append('\n');
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request.append(header.getKey())
                    .append(':')
                    .append(header.getValue())
                    .append('\n');
        }
        request.append('\n').append(names).append('\n').append(payload);
        String toSign = ALGORITHM + '\n' + time + '\n' + scope + '\n' + HEX.formatHex(sha256(request.toString()));
        String signature = HEX.formatHex(hmac(key(credentials.secretAccessKey(), day), toSign));
        return ALGORITHM + " Credential=" + credentials.accessKeyId() + '/' + scope + ", SignedHeaders=" + names
                + ", Signature=" + signature;
    }

    private SecretKeySpec key(String secret, String day) {
        DayKey known = last;
        if (known != null && known.day().equals(day) && known.secret().equals(secret)) {
            return known.key();
        }
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, region, SERVICE, "aws4_request"}) {
            key = hmac(hmacKey(key), part);
        }
        DayKey derived = new DayKey(secret, day, hmacKey(key));
        last = derived;
        return derived.key();
    }

    private static SecretKeySpec hmacKey(byte[] key) {
        return new SecretKeySpec(key, "HmacSHA256");
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
