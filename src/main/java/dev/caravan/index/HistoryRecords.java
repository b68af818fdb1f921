package dev.caravan.index;

import dev.caravan.index.HistorySpan.Requests;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What went on in the last thirty days. Safe for several threads and processes. */
public final class HistoryRecords {
    private static final Duration KEPT = Duration.ofDays(30);

    private final Sql sql;
    private final Object lock;

    HistoryRecords(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /** Adds to what is known of a span, and removes those that are too old. */
    public void add(HistorySpan span) {
        synchronized (lock) {
            sql.atomically(() -> {
                sql.update(
                        "insert into history values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (start) do update set"
                                + " uploaded = uploaded + excluded.uploaded,"
                                + " downloaded = downloaded + excluded.downloaded,"
                                + " bytes_up = bytes_up + excluded.bytes_up,"
                                + " bytes_down = bytes_down + excluded.bytes_down,"
                                + " deleted = deleted + excluded.deleted,"
                                + " failed = failed + excluded.failed,"
                                + " requests_write = requests_write + excluded.requests_write,"
                                + " requests_read = requests_read + excluded.requests_read,"
                                + " requests_free = requests_free + excluded.requests_free,"
                                + " oldest = max(oldest, excluded.oldest)",
                        span.start().toEpochMilli(),
                        span.uploaded(),
                        span.downloaded(),
                        span.bytesUp(),
                        span.bytesDown(),
                        span.deleted(),
                        span.failed(),
                        span.requests().write(),
                        span.requests().read(),
                        span.requests().free(),
                        span.oldest().toSeconds());
                sql.update(
                        "delete from history where start < ?",
                        span.start().minus(KEPT).toEpochMilli());
            });
        }
    }

    /** The spans that began at a time or later, in order. */
    public List<HistorySpan> since(Instant start) {
        synchronized (lock) {
            return sql.list(
                    "select start, uploaded, downloaded, bytes_up, bytes_down, deleted, failed, requests_write,"
                            + " requests_read, requests_free, oldest from history where start >= ? order by start",
                    HistoryRecords::read,
                    start.toEpochMilli());
        }
    }

    private static HistorySpan read(ResultSet row) throws SQLException {
        return new HistorySpan(
                Instant.ofEpochMilli(row.getLong(1)),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                new Requests(row.getLong(8), row.getLong(9), row.getLong(10)),
                Duration.ofSeconds(row.getLong(11)));
    }
}
