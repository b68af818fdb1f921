package dev.caravan.index;

import dev.caravan.mount.RelativePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The versions that passes deleted or replaced in the bucket. Safe for several threads and processes. */
public final class ReplacedRecords {
    private final Sql sql;
    private final Object lock;

    ReplacedRecords(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /** A version in the bucket goes: if the bucket keeps versions, it can be brought back. */
    public void add(Replaced version) {
        synchronized (lock) {
            sql.update(
                    "insert or ignore into replaced (pass, path, etag) values (?, ?, ?)",
                    version.pass().toEpochMilli(),
                    version.path().value(),
                    version.etag());
        }
    }

    /** What passes replaced since a time, the oldest first. */
    public List<Replaced> since(Instant time) {
        synchronized (lock) {
            return sql.list(
                    "select pass, path, etag from replaced where pass >= ? order by pass, path",
                    row -> new Replaced(
                            Instant.ofEpochMilli(row.getLong(1)), new RelativePath(row.getString(2)), row.getString(3)),
                    time.toEpochMilli());
        }
    }

    /** The last pass that replaced something. */
    public Optional<Instant> last() {
        synchronized (lock) {
            return sql.first("select max(pass) from replaced where pass is not null", row -> row.getLong(1))
                    .filter(pass -> pass > 0)
                    .map(Instant::ofEpochMilli);
        }
    }

    /** Forgets what was replaced before a time, or, having been brought back, since one. */
    public void forget(Instant from, Instant until) {
        synchronized (lock) {
            sql.update("delete from replaced where pass >= ? and pass < ?", from.toEpochMilli(), until.toEpochMilli());
        }
    }
}
