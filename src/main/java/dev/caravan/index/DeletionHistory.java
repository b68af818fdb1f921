package dev.caravan.index;

import dev.caravan.mount.Side;
import java.time.Instant;

/** How many deletions passes mirrored by themselves: the guard looks back over them. Safe for several threads. */
public final class DeletionHistory {
    private final Sql sql;
    private final Object lock;

    DeletionHistory(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /**
     * A pass deleted so many paths on a side.
     *
     * @param approved whether a person was asked
     */
    public void add(Instant pass, Side side, boolean approved, long count) {
        synchronized (lock) {
            sql.update(
                    "insert or replace into mirrored (pass, side, count) values (?, ?, ?)",
                    pass.toEpochMilli(),
                    name(side, approved),
                    count);
        }
    }

    /** How many were deleted on a side since a time; what was before is forgotten. */
    public long since(Instant time, Side side, boolean approved) {
        synchronized (lock) {
            sql.update("delete from mirrored where pass < ?", time.toEpochMilli());
            return sql.first(
                            "select coalesce(sum(count), 0) from mirrored where side = ?",
                            row -> row.getLong(1),
                            name(side, approved))
                    .orElse(0L);
        }
    }

    private static String name(Side side, boolean approved) {
        return side.name() + (approved ? " approved" : "");
    }
}
