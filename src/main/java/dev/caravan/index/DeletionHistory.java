package dev.caravan.index;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.time.Instant;

/**
 * What passes deleted on a side because it was gone on the other: the guard looks back over it. A path that is back since does
 * not count. Safe for several threads.
 */
public final class DeletionHistory {
    private final Sql sql;
    private final Object lock;

    DeletionHistory(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /**
     * A pass deleted a path on a side.
     *
     * @param approved whether a person was asked
     */
    public void add(Instant pass, RelativePath path, Side side, boolean approved) {
        synchronized (lock) {
            sql.update(
                    "insert or replace into deleted (path, side, pass, approved, fresh)"
                            + " values (?, ?, ?, ?, exists (select 1 from fresh where path = ?))",
                    path.value(),
                    side.name(),
                    pass.toEpochMilli(),
                    approved ? 1 : 0,
                    path.value());
        }
    }

    /** What was before a time is forgotten. */
    public void forgetBefore(Instant time) {
        synchronized (lock) {
            sql.update("delete from deleted where pass < ?", time.toEpochMilli());
            sql.update("delete from fresh where pass < ?", time.toEpochMilli());
        }
    }

    /** Whether a path came after the first run, and a short while ago. */
    public boolean isFresh(RelativePath path) {
        synchronized (lock) {
            return sql.first("select 1 from fresh where path = ?", row -> true, path.value())
                    .isPresent();
        }
    }

    /** How many paths are there that came a short while ago. */
    public long fresh() {
        return freshSince(Instant.EPOCH);
    }

    /** How many paths are there that came with a pass, or later. */
    public long freshSince(Instant pass) {
        synchronized (lock) {
            return sql.first(
                            "select count(*) from fresh where pass >= ?"
                                    + " and exists (select 1 from entry where entry.path = fresh.path)",
                            row -> row.getLong(1),
                            pass.toEpochMilli())
                    .orElse(0L);
        }
    }

    /**
     * How many were deleted on a side, and are not back.
     *
     * @param freshToo whether those count that were new then
     */
    public long count(Side side, boolean approved, boolean freshToo) {
        synchronized (lock) {
            return sql.first(
                            "select count(*) from deleted where side = ? and approved = ? and fresh <= ?"
                                    + " and not exists (select 1 from entry where entry.path = deleted.path)",
                            row -> row.getLong(1),
                            side.name(),
                            approved ? 1 : 0,
                            freshToo ? 1 : 0)
                    .orElse(0L);
        }
    }
}
