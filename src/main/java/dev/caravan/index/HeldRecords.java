package dev.caravan.index;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The deletions that are held, and what people said of them. Safe for several threads and processes. */
public final class HeldRecords {
    private static final String LISTED = "held-listed";

    private final Sql sql;
    private final Object lock;

    HeldRecords(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    public Optional<Held> find(RelativePath path) {
        synchronized (lock) {
            return sql.first(
                    "select path, side, why, since, verdict, listed, person from held where path = ?",
                    HeldRecords::read,
                    path.value());
        }
    }

    /** Whether any deletion is held. */
    public boolean hasAny() {
        synchronized (lock) {
            return sql.first("select 1 from held limit 1", row -> true).isPresent();
        }
    }

    /** How many deletions are held about which nobody has said anything. */
    public long waiting() {
        synchronized (lock) {
            return sql.first("select count(*) from held where verdict is null", row -> row.getLong(1))
                    .orElse(0L);
        }
    }

    /** A verdict still waits to be carried out: the path is missing in this pass, too. */
    public void stillDecided(RelativePath path, Instant pass) {
        synchronized (lock) {
            sql.update(
                    "update held set pass = ? where path = ? and verdict is not null",
                    pass.toEpochMilli(),
                    path.value());
        }
    }

    /** Nothing could be said of a path: whatever is held of it stays as it is. */
    public void stillHeld(RelativePath path, Instant pass) {
        synchronized (lock) {
            sql.update("update held set pass = ? where path = ?", pass.toEpochMilli(), path.value());
        }
    }

    /** Whether a person has not decided yet about something that is held on a side. */
    public boolean waits(Side side) {
        synchronized (lock) {
            return sql.first(
                            "select 1 from held where side = ? and verdict is null and person = 1 limit 1",
                            row -> true,
                            side.name())
                    .isPresent();
        }
    }

    /** All that is held, in order. */
    public List<Held> all() {
        synchronized (lock) {
            return sql.list(
                    "select path, side, why, since, verdict, listed, person from held order by path",
                    HeldRecords::read);
        }
    }

    private static Held read(ResultSet row) throws SQLException {
        String verdict = row.getString(5);
        return new Held(
                new RelativePath(row.getString(1)),
                Side.valueOf(row.getString(2)),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4)),
                verdict == null ? null : Verdict.valueOf(verdict),
                row.getInt(6) > 0,
                row.getInt(7) > 0);
    }

    /**
     * Holds deletions in one transaction, or goes on holding them; a verdict that was given stays, but for a path that is
     * now to be deleted on the other side.
     *
     * @param pass when the pass that holds them began
     */
    public void hold(List<Held> all, Instant pass) {
        synchronized (lock) {
            sql.atomically(() -> all.forEach(held -> sql.update(
                    "insert into held (path, side, why, since, pass, person) values (?, ?, ?, ?, ?, ?)"
                            + " on conflict (path) do update set side = excluded.side, why = excluded.why,"
                            + " since = excluded.since, pass = excluded.pass, person = excluded.person,"
                            + " verdict = case when side = excluded.side then verdict end,"
                            + " listed = case when side = excluded.side then listed else 0 end",
                    held.path().value(),
                    held.side().name(),
                    held.why(),
                    held.since().toEpochMilli(),
                    pass.toEpochMilli(),
                    held.person() ? 1 : 0)));
        }
    }

    /** Lets go of what this pass did not hold: its cause is gone, or it is done. */
    public void releaseOthers(Instant pass) {
        synchronized (lock) {
            sql.update("delete from held where pass <> ?", pass.toEpochMilli());
            sql.update("delete from setting where name = '" + LISTED + "' and not exists (select 1 from held)");
        }
    }

    /** A person has these before them now. */
    public void list(List<Held> seen) {
        synchronized (lock) {
            sql.atomically(() -> {
                seen.forEach(held -> sql.update(
                        "update held set listed = 1 where path = ? and side = ?",
                        held.path().value(),
                        held.side().name()));
                if (!seen.isEmpty()) {
                    sql.update("insert or replace into setting (name, value) values ('" + LISTED + "', 'yes')");
                }
            });
        }
    }

    /** Whether a person has listed anything of what was held, since something is. */
    public boolean wasListed() {
        synchronized (lock) {
            return sql.first("select 1 from setting where name = '" + LISTED + "'", row -> true)
                    .isPresent();
        }
    }

    /** Decides about some of what is held, and about nothing else. */
    public void decide(Verdict verdict, List<Held> some) {
        synchronized (lock) {
            sql.atomically(() -> some.forEach(held -> sql.update(
                    "update held set verdict = ? where path = ? and side = ?",
                    verdict.name(),
                    held.path().value(),
                    held.side().name())));
        }
    }
}
