package dev.caravan.index;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.util.Optional;

/** Which side the conflict copies of a mount are from. Safe for several threads and processes. */
public final class ConflictRecords {
    private final Sql sql;
    private final Object lock;

    ConflictRecords(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    public void remember(RelativePath copy, Side side) {
        synchronized (lock) {
            sql.update("insert or replace into conflict (copy, side) values (?, ?)", copy.value(), side.name());
        }
    }

    /** Empty for a copy that another machine made, or that was made before this was remembered. */
    public Optional<Side> sideOf(RelativePath copy) {
        synchronized (lock) {
            return sql.first("select side from conflict where copy = ?", row -> row.getString(1), copy.value())
                    .map(Side::valueOf);
        }
    }

    /** It is settled. */
    public void forget(RelativePath copy) {
        synchronized (lock) {
            sql.update("delete from conflict where copy = ?", copy.value());
        }
    }
}
