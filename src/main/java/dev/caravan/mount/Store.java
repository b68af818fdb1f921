package dev.caravan.mount;

import java.net.URI;
import java.util.Optional;

/**
 * How to reach the store of a mount, and how to sign. Mounts with equal settings share one client.
 *
 * @param pathStyle empty for path style wherever the store is not Amazon's
 * @param checksumsWhenSupported the SDK's additional checksums; empty for having them with Amazon's store alone
 * @param chunkedEncoding the SDK's chunked encoding of uploads; empty for having it with Amazon's store alone: over plain
 *     HTTP each chunk is signed by itself, which few stores take in fast
 * @param client who writes and signs most requests
 */
public record Store(
        Optional<String> region,
        Optional<String> profile,
        Optional<String> role,
        Optional<URI> endpoint,
        Optional<Boolean> pathStyle,
        Optional<String> accessKey,
        Optional<Secret> secretKey,
        Optional<Secret> sessionToken,
        Optional<Boolean> checksumsWhenSupported,
        Optional<Boolean> chunkedEncoding,
        S3ClientKind client) {}
