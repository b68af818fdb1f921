package dev.caravan.index;

import dev.caravan.mount.RelativePath;

/** The paths that are left of a first run, as they failed in it. Safe for several threads. */
public final class UnfinishedRecords {
    private final Sql sql;
    private final Object lock;

    UnfinishedRecords(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /** A first run found this path, and could not bring it in step. */
    public void add(RelativePath path) {
        synchronized (lock) {
            sql.update("insert or ignore into unfinished (path) values (?)", path.value());
        }
    }

    /** Whether a path is what is left of a first run. */
    public boolean contains(RelativePath path) {
        synchronized (lock) {
            return sql.first("select 1 from unfinished where path = ?", row -> true, path.value())
                    .isPresent();
        }
    }

    /** Whether anything is left of a first run. */
    public boolean hasAny() {
        synchronized (lock) {
            return sql.first("select 1 from unfinished limit 1", row -> true).isPresent();
        }
    }
}
