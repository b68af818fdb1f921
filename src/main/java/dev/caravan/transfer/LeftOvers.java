package dev.caravan.transfer;

import dev.caravan.index.MultipartUploads;
import dev.caravan.index.MultipartUploads.Upload;
import dev.caravan.remote.multipart.PartsUpload;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Aborts multipart uploads that no transfer works on: a crash left them behind, an abort failed, or their request
 * reached the store only after the program was killed. They cost money until they are aborted.
 */
public final class LeftOvers {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** For how long an interrupted upload may be resumed with the parts that have arrived. */
    private static final Duration RESUMABLE = Duration.ofDays(1);

    /** By then, a request that was under way when its program ended has arrived, or never will. */
    private static final Duration ARRIVED = Duration.ofMinutes(15);

    /** How far the store's clock may differ from ours. */
    private static final Duration SKEW = Duration.ofMinutes(15);

    private final PartsUpload parts;
    private final MultipartUploads known;
    private final String bucket;
    private final Journal journal;
    private final Clock clock;
    private Instant looked = Instant.MIN;

    public LeftOvers(PartsUpload parts, MultipartUploads known, String bucket, Journal journal, Clock clock) {
        this.parts = parts;
        this.known = known;
        this.bucket = bucket;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Aborts the uploads that were left over.
     *
     * @param all whether to abort those that could be resumed, too, as every file to be uploaded has had its turn
     */
    public void abort(boolean all) {
        int aborted = 0;
        for (Upload upload : known.unowned()) {
            boolean goesOn = upload.id() != null && !all && isYoung(upload, RESUMABLE);
            if (!goesOn) {
                aborted += abort(upload);
            }
        }
        looked = clock.instant();
        if (aborted > 0) {
            journal.publish(new MountEvent.UploadsAborted(aborted));
        }
    }

    /** Whether it is time to look again. */
    public boolean isDue() {
        return looked.equals(Instant.MIN)
                || Duration.between(looked, clock.instant()).abs().compareTo(INTERVAL) > 0;
    }

    private int abort(Upload upload) {
        if (upload.id() != null) {
            boolean gone = parts.abort(bucket, upload.key(), upload.id());
            if (gone) {
                known.ended(upload.token());
            }
            return gone ? 1 : 0;
        }
        int aborted = 0;
        for (String id : parts.found(bucket, upload.key(), upload.began().minus(SKEW))) {
            boolean owned = known.isOwned(id);
            aborted += !owned && parts.abort(bucket, upload.key(), id) ? 1 : 0;
        }
        if (!isYoung(upload, ARRIVED)) {
            known.ended(upload.token());
        }
        return aborted;
    }

    private boolean isYoung(Upload upload, Duration age) {
        return Duration.between(upload.began(), clock.instant()).abs().compareTo(age) < 0;
    }
}
