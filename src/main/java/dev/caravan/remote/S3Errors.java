package dev.caravan.remote;

import dev.caravan.mount.Direction;
import dev.caravan.mount.Mount;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What went wrong with a store, in words that name the cause and the remedy. */
public final class S3Errors {
    private static final Pattern BUCKET_RULE = Pattern.compile("(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final Pattern EXPECTED_REGION = Pattern.compile("expecting '([a-z0-9-]+)'");

    private static final Set<String> MISMATCHES =
            Set.of("BadDigest", "IncompleteBody", "RequestTimeout", "XAmzContentSHA256Mismatch");

    private S3Errors() {}

    /** The status of a refused request; 0 for whatever else went wrong. */
    public static int status(Throwable failure) {
        return failure instanceof AwsServiceException refused ? refused.statusCode() : 0;
    }

    /** {@code 403 AccessDenied}, or the name of an exception that is no store's. */
    public static String errorCode(@Nullable Throwable failure) {
        if (failure instanceof AwsServiceException refused) {
            return code(refused);
        }
        return failure == null ? "" : failure.getClass().getSimpleName();
    }

    /** Whether a condition of the request did not hold. */
    public static boolean isPreconditionFailed(Throwable failure) {
        return status(failure) == 412 && hasCode(failure, "PreconditionFailed");
    }

    /** Whether the object may be another one than was expected: to look at it once more may help. */
    public static boolean mayHaveChanged(Throwable failure) {
        int status = status(failure);
        return status == 404 || status == 409 || status == 412;
    }

    /** Whether the store does not know what the request wants. */
    public static boolean isNotImplemented(Throwable failure) {
        return status(failure) == 501 && hasCode(failure, "NotImplemented");
    }

    private static boolean hasCode(Throwable failure, String code) {
        return failure instanceof AwsServiceException refused
                && refused.awsErrorDetails() != null
                && code.equals(refused.awsErrorDetails().errorCode());
    }

    /** Whether the bytes that arrived were not those that were promised: the file changed, or the way damaged them. */
    public static boolean isMismatch(Throwable failure) {
        return failure instanceof AwsServiceException refused
                && refused.awsErrorDetails() != null
                && MISMATCHES.contains(String.valueOf(refused.awsErrorDetails().errorCode()));
    }

    /** Explains a failed request of a mount. */
    public static String explain(Mount mount, Throwable failure) {
        if (failure instanceof AwsServiceException refused) {
            boolean noBucket = refused.statusCode() == 404 || refused.statusCode() == 400;
            return invalidName(mount).filter(rule -> noBucket).orElseGet(() -> refused(mount, refused));
        }
        if (failure instanceof SdkException failed) {
            return failed(mount, failed)
                    + invalidName(mount).map(rule -> ". " + rule).orElse("");
        }
        return plain(failure);
    }

    private static String refused(Mount mount, AwsServiceException refused) {
        String bucket = mount.location().bucket();
        String set = "mounts." + mount.name() + ".";
        String code = code(refused);
        String region = region(refused);
        if (region != null) {
            return "bucket '" + bucket + "' is in region '" + region + "', not in '"
                    + mount.store().region().orElse("the default one") + "' (" + code + "). Set " + set + "region = "
                    + region;
        }
        return switch (code) {
            case "404", "404 NotFound" ->
                "the store says that something does not exist, but not what (" + code + "): bucket '" + bucket
                        + "' if nothing works, else it does not accept this key. Check: aws s3api head-bucket --bucket "
                        + bucket + endpointOption(mount);
            case "404 NoSuchBucket" ->
                "bucket '" + bucket + "' does not exist (" + code + "). Correct " + set + "bucket or " + set
                        + "endpoint, or create it: aws s3 mb s3://" + bucket + endpointOption(mount);
            case "400 InvalidBucketName" ->
                "'" + bucket + "' is not a valid bucket name (" + code + "). Correct " + set + "bucket";
            case "403 InvalidAccessKeyId", "403 SignatureDoesNotMatch", "401 Unauthorized" ->
                "the store does not accept these credentials (" + code + "). Check " + set + "profile, " + set
                        + "access-key and " + set
                        + "secret-key, or the environment's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
            case "400 ExpiredToken",
                    "403 ExpiredToken",
                    "403 ExpiredTokenException",
                    "400 RequestExpired",
                    "403 RequestExpired",
                    "400 TokenRefreshRequired" ->
                "the credentials have expired (" + code
                        + "). Renew them, for example with: aws sso login; Caravan reads" + " them again by itself";
            case "403 RequestTimeTooSkewed", "400 RequestTimeTooSkewed" ->
                "the clock of this machine differs from the store's" + skew(refused) + " (" + code
                        + "). Set it right, for example with NTP";
            default -> byStatus(mount, refused, code);
        };
    }

    private static String byStatus(Mount mount, AwsServiceException refused, String code) {
        int status = refused.statusCode();
        if (status == 403) {
            return "access denied to bucket '" + mount.location().bucket() + "' (" + code + "): " + message(refused)
                    + ". The credentials need " + actions(mount);
        }
        return status == 429 || (status >= 500 && status != 501)
                ? "the store is overloaded or failing (" + code + "): " + message(refused)
                : "the store refused (" + code + "): " + message(refused);
    }

    /** {@code 403 AccessDenied}; a HEAD has no body, so that only the number is known. */
    static String code(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        String word = details == null ? null : details.errorCode();
        return word == null || word.isEmpty() || word.equals(Integer.toString(refused.statusCode()))
                ? Integer.toString(refused.statusCode())
                : refused.statusCode() + " " + word;
    }

    static String message(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        String message = details == null ? null : details.errorMessage();
        return message == null || message.isEmpty() ? "no reason given" : message.replaceAll("\\.$", "");
    }

    /** The region that a bucket is in, where a store says that it is another one. */
    private static @Nullable String region(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        String code = details == null ? "" : String.valueOf(details.errorCode());
        boolean liesElsewhere = refused.statusCode() == 301
                || refused.statusCode() == 307
                || code.equals("AuthorizationHeaderMalformed")
                || code.equals("IllegalLocationConstraintException")
                || code.equals("PermanentRedirect");
        if (!liesElsewhere || details == null) {
            return null;
        }
        Optional<String> header = details.sdkHttpResponse() == null
                ? Optional.empty()
                : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
        Matcher text = EXPECTED_REGION.matcher(String.valueOf(details.errorMessage()));
        return header.orElseGet(() -> text.find() ? text.group(1) : null);
    }

    /** By how much the machine's own clock is off, as requests are signed with that, and with none that is injected. */
    private static String skew(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        Optional<String> date = details == null || details.sdkHttpResponse() == null
                ? Optional.empty()
                : details.sdkHttpResponse().firstMatchingHeader("Date");
        try {
            return date.map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)))
                    .map(there -> Duration.between(there, Instant.now()).abs().toSeconds())
                    .filter(seconds -> seconds > 0)
                    .map(seconds -> " by " + seconds + " s")
                    .orElse("");
        } catch (DateTimeParseException e) {
            return "";
        }
    }

    /** The IAM actions that a mount of this direction needs. */
    static String actions(Mount mount) {
        String objects = mount.policy().direction() == Direction.DOWNLOAD
                ? "s3:GetObject"
                : "s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload";
        String arn = mount.location().bucket().startsWith("arn:")
                ? mount.location().bucket()
                : "arn:aws:s3:::" + mount.location().bucket();
        return "s3:ListBucket on " + arn + ", and " + objects + " on " + arn + "/"
                + mount.location().prefix() + "*";
    }

    private static String failed(Mount mount, SdkException failed) {
        String set = "mounts." + mount.name() + ".";
        String text = String.valueOf(failed.getMessage());
        if (text.contains("Unable to load credentials") || text.contains("Unable to locate credentials")) {
            return "no credentials were found. Set " + set + "profile, or " + set + "access-key and " + set
                    + "secret-key, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role";
        }
        if (text.contains("Profile file contained no credentials")
                || (text.contains("does not exist") && text.contains("rofile"))) {
            return "the profile '" + mount.store().profile().orElse("default")
                    + "' is not in the AWS files, or has no credentials there. Correct " + set
                    + "profile, or add it: aws configure --profile "
                    + mount.store().profile().orElse("default");
        }
        return unreachable(failed)
                .map(cause -> "cannot reach the store at " + endpoint(mount) + ": " + cause + ". Check the network and "
                        + set + "endpoint")
                .orElseGet(() -> plain(failed));
    }

    static Optional<String> unreachable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return Optional.of("host '" + cause.getMessage() + "' is unknown");
            }
            if (cause instanceof ConnectException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof SSLException) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
            if (cause instanceof IOException && cause.getCause() == null && failure instanceof SdkClientException) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static String endpoint(Mount mount) {
        return mount.store()
                .endpoint()
                .map(Object::toString)
                .orElse("Amazon S3"
                        + mount.store().region().map(region -> " in " + region).orElse(""));
    }

    /** What an aws command needs to reach the store of a mount, with a blank before. */
    public static String endpointOption(Mount mount) {
        return mount.store().endpoint().map(url -> " --endpoint-url " + url).orElse("");
    }

    private static Optional<String> invalidName(Mount mount) {
        String bucket = mount.location().bucket();
        boolean valid = bucket.startsWith("arn:")
                || (BUCKET_RULE.matcher(bucket).matches()
                        && !ADDRESS.matcher(bucket).matches());
        return valid
                ? Optional.empty()
                : Optional.of(
                        "'" + bucket + "' is not a valid bucket name: 3 to 63 lower-case letters, digits, dots and"
                                + " hyphens, beginning and ending with a letter or digit, no two dots in a row, no IP address."
                                + " Correct mounts." + mount.name() + ".bucket");
    }

    /** A file that may be read and written is in a directory that may not; of some only the name is known. */
    private static String denied(Path file) {
        String user = ": give that permission to the user '" + System.getProperty("user.name") + "'";
        Path directory = file.getParent();
        if (directory == null) {
            return "'" + file + "' may not be read or written, or its directory may not" + user;
        }
        boolean open = Files.notExists(file) || (Files.isReadable(file) && Files.isWritable(file));
        return open && Files.isDirectory(directory)
                ? "the directory '" + directory + "' may not be written" + user
                : "'" + file + "' may not be read or written" + user;
    }

    static String plain(Throwable failure) {
        if (failure instanceof AccessDeniedException denied) {
            return denied(Path.of(denied.getFile()));
        }
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            String reason = file.getReason();
            if (reason.contains("Read-only file system")) {
                return "'" + file.getFile() + "' cannot be written, as its file system is mounted for reading only";
            }
            if (reason.contains("No space left")) {
                return "'" + file.getFile() + "' cannot be written, as its disk is full";
            }
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.toString() : message;
    }
}
