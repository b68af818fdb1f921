package dev.caravan.pass;

import dev.caravan.look.BucketEvents;
import dev.caravan.mount.Mount;
import dev.caravan.session.Session;
import dev.caravan.status.Journal;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Everything that keeps one mount in step: what the beans of its routes are made of.
 *
 * @param client what reaches the mount's store, within the mount's limits
 */
public record MountSync(
        Mount mount,
        S3Client client,
        Journal journal,
        Session session,
        Pass pass,
        InFlight inFlight,
        RetryQueue retries,
        Failures failures,
        BucketEvents events) {}
