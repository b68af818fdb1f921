package dev.caravan.index;

import java.time.Duration;
import java.time.Instant;

/**
 * What went on in five minutes.
 *
 * @param uploaded paths, as are {@code downloaded}, {@code deleted} and {@code failed}
 * @param requests to S3, by what they cost
 * @param oldest how long the oldest change had waited at most
 */
public record HistorySpan(
        Instant start,
        long uploaded,
        long downloaded,
        long bytesUp,
        long bytesDown,
        long deleted,
        long failed,
        Requests requests,
        Duration oldest) {
    /** How long one lasts. */
    public static final Duration LENGTH = Duration.ofMinutes(5);

    /**
     * How many requests were made of each class of costs.
     *
     * @param write PUT, COPY, POST and LIST
     * @param read GET and all others
     * @param free DELETE, and aborts
     */
    public record Requests(long write, long read, long free) {
        /** Dollars for one, in S3 Standard in us-east-1; other places and classes have other prices. */
        private static final double WRITE = 0.005 / 1_000;

        private static final double READ = 0.0004 / 1_000;

        /** What they cost about. */
        public double dollars() {
            return write * WRITE + read * READ;
        }
    }
}
