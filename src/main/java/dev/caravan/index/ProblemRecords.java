package dev.caravan.index;

import java.util.Map;
import java.util.TreeMap;

/** The problems of the last pass. Safe for several threads and processes. */
public final class ProblemRecords {
    private final Sql sql;
    private final Object lock;

    ProblemRecords(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /** The paths that cannot be brought in step, each with the reason. */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        synchronized (lock) {
            sql.list("select path, why from problem", row -> all.put(row.getString(1), row.getString(2)));
        }
        return all;
    }

    public long count() {
        synchronized (lock) {
            return sql.first("select count(*) from problem", row -> row.getLong(1))
                    .orElse(0L);
        }
    }

    /** From now on these are the problems. */
    public void replace(Map<String, String> all) {
        synchronized (lock) {
            sql.atomically(() -> {
                sql.update("delete from problem");
                all.forEach((path, why) -> sql.update("insert into problem (path, why) values (?, ?)", path, why));
            });
        }
    }
}
