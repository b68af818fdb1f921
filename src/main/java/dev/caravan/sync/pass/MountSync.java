package dev.caravan.sync.pass;

import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Limiter;
import dev.caravan.status.Journal;
import dev.caravan.status.MountActivity;
import dev.caravan.sync.look.BucketEvents;
import dev.caravan.sync.session.EventFeed;
import dev.caravan.sync.session.HistoryKeeper;
import dev.caravan.sync.session.Session;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Everything that keeps one mount in step. The beans of its routes are built from this.
 *
 * @param client the S3 client for the mount's store, which keeps to the mount's limits
 */
public record MountSync(
        Mount mount,
        S3Client client,
        Journal journal,
        MountActivity activity,
        MountStanding standing,
        EventFeed feed,
        HistoryKeeper history,
        Limiter limiter,
        Session session,
        Pass pass,
        Pace pace,
        InFlight inFlight,
        RetryQueue retries,
        Failures failures,
        BucketEvents events) {}
