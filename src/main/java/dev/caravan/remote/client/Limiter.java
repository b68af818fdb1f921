package dev.caravan.remote.client;

import dev.caravan.mount.Limits;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the requests and the bytes of one mount. The limits are asked for again each second, so that they follow the
 * time of day and what people change. Safe for several threads.
 */
public final class Limiter {
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Limits standard;
    private final RequestCounts counts;
    private final RequestBudget budget;
    private final BooleanSupplier stopping;
    private final BytesUnderWay underWay = new BytesUnderWay();
    private final Gate bytes = new Gate();
    private final Gate requests = new Gate();
    private volatile @Nullable Supplier<Limits> source;
    private volatile long refreshed = System.nanoTime() - REFRESH_NANOS - 1;

    /**
     * The limits of a mount.
     *
     * @param standard what holds as long as nobody says otherwise
     * @param counts gets each request that is sent
     * @param budget of a day
     * @param stopping tells that nobody should wait any longer
     */
    public Limiter(Limits standard, RequestCounts counts, RequestBudget budget, BooleanSupplier stopping) {
        this.standard = standard;
        this.counts = counts;
        this.budget = budget;
        this.stopping = stopping;
    }

    /** Where the limits that hold are found; null for those of the settings. */
    public void source(@Nullable Supplier<Limits> current) {
        source = current;
        refreshed = System.nanoTime() - REFRESH_NANOS - 1;
    }

    /** What has gone over the network of the objects of the newest requests. */
    public BytesUnderWay underWay() {
        return underWay;
    }

    public RequestCounts counts() {
        return counts;
    }

    public RequestBudget budget() {
        return budget;
    }

    /**
     * Waits until one more request may be sent.
     *
     * @throws InterruptedIOException if nothing is left of the budget, or Caravan stops
     */
    void request(S3Operation operation) throws InterruptedIOException {
        refresh();
        requests.pass(1);
        if (!budget.take(operation)) {
            throw new InterruptedIOException("the request-budget of today is used up");
        }
        counts.add(operation);
    }

    /** Waits until so many more bytes may be sent or received. */
    void bytes(int count) throws InterruptedIOException {
        refresh();
        bytes.pass(count);
    }

    private void refresh() {
        if (System.nanoTime() - refreshed < REFRESH_NANOS) {
            return;
        }
        refreshed = System.nanoTime();
        Supplier<Limits> current = source;
        Limits limits = current == null ? standard : current.get();
        LocalTime now = LocalTime.now(ZoneId.systemDefault());
        bytes.limit(limits.bandwidth().at(now));
        requests.limit(limits.requests().at(now));
    }

    /** Lets so much through in a second. */
    private final class Gate {
        private static final int PIECES_PER_SECOND = 10;

        private volatile @Nullable Open open;

        private record Open(long limit, long piece, Bucket bucket) {}

        void limit(OptionalLong limit) {
            Open now = open;
            if (limit.isEmpty()) {
                open = null;
            } else if (now == null || now.limit() != limit.getAsLong()) {
                open = opened(limit.getAsLong());
            }
        }

        private Open opened(long limit) {
            long piece = Math.max(1, limit / PIECES_PER_SECOND);
            Bandwidth bandwidth = Bandwidth.builder()
                    .capacity(piece)
                    .refillGreedy(limit, Duration.ofSeconds(1))
                    .build();
            return new Open(limit, piece, Bucket.builder().addLimit(bandwidth).build());
        }

        /** In pieces, so that nobody waits long for a limit that is lifted, or when Caravan stops. */
        void pass(long count) throws InterruptedIOException {
            long left = count;
            for (Open now = open; left > 0 && now != null; now = open) {
                long piece = Math.min(left, now.piece());
                if (await(now.bucket(), piece)) {
                    left -= piece;
                }
                refresh();
            }
        }

        private boolean await(Bucket bucket, long piece) throws InterruptedIOException {
            if (stopping.getAsBoolean()) {
                throw new InterruptedIOException("Caravan is stopping");
            }
            try {
                return bucket.asBlocking().tryConsume(piece, Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }
}
