package dev.caravan.index;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people ask of a mount, and what they answer: deletions that are held, problems, versions that were replaced. It
 * lies beside the entries, in the same file, so that a command can read and write it while a pass goes on. Safe for
 * several threads and processes.
 */
public final class Ledger implements Closeable {
    private static final String TRASH_PREFIXES = "trash-prefixes";
    private static final String LISTED = "held-listed";

    private final Sql sql;
    private final Object lock;

    Ledger(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /** Opens the ledger of an index that is there already, whether or not somebody has it open. */
    public static Ledger open(Path index) throws IOException {
        if (!Files.exists(index)) {
            throw new NoSuchFileException(index.toString());
        }
        return new Ledger(Sql.open(index), new Object());
    }

    /** What a person said to a held deletion. */
    public enum Verdict {
        /** It is to be carried out. */
        APPROVED,
        /** The path is to be restored from the side that still has it. */
        REJECTED
    }

    /**
     * A deletion that waits.
     *
     * @param side where the path would be deleted
     * @param listed whether a person has seen it in the list of what is held
     * @param person whether it waits for a person, whatever becomes of its reason meanwhile
     */
    public record Held(
            RelativePath path,
            Side side,
            String why,
            Instant since,
            @Nullable Verdict verdict,
            boolean listed,
            boolean person) {}

    /** A version that a pass deleted or replaced in the bucket. */
    public record Replaced(Instant pass, RelativePath path, String etag) {}

    public Optional<Held> held(RelativePath path) {
        synchronized (lock) {
            return sql.first(
                    "select path, side, why, since, verdict, listed, person from held where path = ?",
                    Ledger::readHeld,
                    path.value());
        }
    }

    /** Whether any deletion is held. */
    public boolean holdsAny() {
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
    public List<Held> allHeld() {
        synchronized (lock) {
            return sql.list(
                    "select path, side, why, since, verdict, listed, person from held order by path", Ledger::readHeld);
        }
    }

    private static Held readHeld(ResultSet row) throws SQLException {
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
        return setting(LISTED).isPresent();
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

    /** The paths that cannot be brought in step, each with the reason. */
    public Map<String, String> problems() {
        Map<String, String> all = new TreeMap<>();
        synchronized (lock) {
            sql.list("select path, why from problem", row -> all.put(row.getString(1), row.getString(2)));
        }
        return all;
    }

    /** From now on these are the problems. */
    public void problems(Map<String, String> all) {
        synchronized (lock) {
            sql.atomically(() -> {
                sql.update("delete from problem");
                all.forEach((path, why) -> sql.update("insert into problem (path, why) values (?, ?)", path, why));
            });
        }
    }

    /** A version in the bucket goes: if the bucket keeps versions, it can be brought back. */
    public void replaced(Replaced version) {
        synchronized (lock) {
            sql.update(
                    "insert or ignore into replaced (pass, path, etag) values (?, ?, ?)",
                    version.pass().toEpochMilli(),
                    version.path().value(),
                    version.etag());
        }
    }

    /** What passes replaced since a time, the oldest first. */
    public List<Replaced> replacedSince(Instant time) {
        synchronized (lock) {
            return sql.list(
                    "select pass, path, etag from replaced where pass >= ? order by pass, path",
                    row -> new Replaced(
                            Instant.ofEpochMilli(row.getLong(1)), new RelativePath(row.getString(2)), row.getString(3)),
                    time.toEpochMilli());
        }
    }

    /** The last pass that replaced something. */
    public Optional<Instant> lastReplacement() {
        synchronized (lock) {
            return sql.first("select max(pass) from replaced where pass is not null", row -> row.getLong(1))
                    .filter(pass -> pass > 0)
                    .map(Instant::ofEpochMilli);
        }
    }

    /** Forgets what was replaced before a time, or, having been brought back, since one. */
    public void forgetReplaced(Instant from, Instant until) {
        synchronized (lock) {
            sql.update("delete from replaced where pass >= ? and pass < ?", from.toEpochMilli(), until.toEpochMilli());
        }
    }

    /** A first run found this path, and could not bring it in step. */
    public void unfinished(RelativePath path) {
        synchronized (lock) {
            sql.update("insert or ignore into unfinished (path) values (?)", path.value());
        }
    }

    /** Whether a path is what is left of a first run. */
    public boolean isUnfinished(RelativePath path) {
        synchronized (lock) {
            return sql.first("select 1 from unfinished where path = ?", row -> true, path.value())
                    .isPresent();
        }
    }

    /** Whether anything is left of a first run. */
    public boolean isAnyUnfinished() {
        synchronized (lock) {
            return sql.first("select 1 from unfinished limit 1", row -> true).isPresent();
        }
    }

    /** What passes deleted by themselves. */
    public DeletionHistory deletions() {
        return new DeletionHistory(sql, lock);
    }

    /** The directories of the folder, as they were. */
    public DirectoryRecords directories() {
        return new DirectoryRecords(sql, lock);
    }

    /** What can be limited while a mount is synchronized. */
    public enum LimitKind {
        BANDWIDTH,
        REQUESTS;

        private String key() {
            return "limit-" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** The limit that somebody set instead of the one of the settings, as it was written. */
    public Optional<String> limit(LimitKind what) {
        synchronized (lock) {
            return sql.first("select value from setting where name = ?", row -> row.getString(1), what.key());
        }
    }

    /** Sets a limit instead of the one of the settings; an empty one lets that hold again. */
    public void limit(LimitKind what, Optional<String> limit) {
        synchronized (lock) {
            if (limit.isPresent()) {
                sql.update("insert or replace into setting (name, value) values (?, ?)", what.key(), limit.get());
            } else {
                sql.update("delete from setting where name = ?", what.key());
            }
        }
    }

    /** What is to be brought back. */
    public UndoRequests undo() {
        return new UndoRequests(sql, lock);
    }

    /** Entries behind a path, at most a thousand, in order. */
    public List<Entry> entries(String after) {
        synchronized (lock) {
            return sql.list(
                    "select " + Index.COLUMNS + " from entry where path > ? order by path limit 1000",
                    Index::read,
                    after);
        }
    }

    /** How many paths are in step. */
    public long inStep() {
        synchronized (lock) {
            return sql.first(
                            "select count(*) from entry where size is not null and etag is not null and standing ="
                                    + " 'SETTLED'",
                            row -> row.getLong(1))
                    .orElse(0L);
        }
    }

    /** The paths that a person wants to be unlike, in order. */
    public List<RelativePath> unlike() {
        synchronized (lock) {
            return sql.list(
                    "select path from entry where standing = 'UNLIKE' order by path",
                    row -> new RelativePath(row.getString(1)));
        }
    }

    /** A value that is remembered of the mount. */
    public Optional<String> setting(String name) {
        synchronized (lock) {
            return sql.first("select value from setting where name = ?", row -> row.getString(1), name);
        }
    }

    /** The trash prefixes of the mount, that of now and those of before, where what went may still lie. */
    public Set<String> trashPrefixes() {
        return new LinkedHashSet<>(setting(TRASH_PREFIXES).orElse("").lines().toList());
    }

    /** From now on what goes is put below this prefix in the bucket. */
    public void trashPrefix(String prefix) {
        Set<String> all = trashPrefixes();
        if (all.add(prefix)) {
            synchronized (lock) {
                sql.update(
                        "insert or replace into setting (name, value) values (?, ?)",
                        TRASH_PREFIXES,
                        String.join("\n", all));
            }
        }
    }

    /** The paths in step whose name holds a text, in order. */
    public List<RelativePath> pathsNamed(String text) {
        synchronized (lock) {
            return sql.list(
                    "select path from entry where instr(path, ?) > 0 order by path",
                    row -> new RelativePath(row.getString(1)),
                    text);
        }
    }

    @Override
    public void close() {
        sql.close();
    }
}
