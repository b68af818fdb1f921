package dev.caravan.mount;

import java.util.Optional;

/**
 * What the objects of a mount are like.
 *
 * @param etagsAreMd5 whether the ETag of an unencrypted single-part object is the MD5 of its content, as in S3
 * @param conditions empty to find out by the first write whether the store honours If-Match
 */
public record ObjectSettings(
        Optional<String> kmsKey, Optional<String> storageClass, boolean etagsAreMd5, Optional<Boolean> conditions) {}
