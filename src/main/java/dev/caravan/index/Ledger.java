package dev.caravan.index;

import dev.caravan.local.ConflictNames;
import dev.caravan.mount.RelativePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What people ask of a mount, and what they answer: deletions that are held, problems, versions that were replaced. It
 * lies beside the entries, in the same file, so that a command can read and write it while a pass goes on. Safe for
 * several threads and processes.
 */
public final class Ledger implements Closeable {
    private static final String TRASH_PREFIXES = "trash-prefixes";

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

    /** The deletions that are held. */
    public HeldRecords held() {
        return new HeldRecords(sql, lock);
    }

    /** The paths that cannot be brought in step. */
    public ProblemRecords problems() {
        return new ProblemRecords(sql, lock);
    }

    /** What passes deleted or replaced in the bucket. */
    public ReplacedRecords replaced() {
        return new ReplacedRecords(sql, lock);
    }

    /** Which side conflict copies are from. */
    public ConflictRecords conflicts() {
        return new ConflictRecords(sql, lock);
    }

    /** The last things that happened. */
    public EventRecords events() {
        return new EventRecords(sql, lock);
    }

    /** What went on in the last weeks, span by span. */
    public HistoryRecords history() {
        return new HistoryRecords(sql, lock);
    }

    /** What is left of a first run. */
    public UnfinishedRecords unfinished() {
        return new UnfinishedRecords(sql, lock);
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

    /** What the index says of a path. */
    public Optional<Entry> entry(RelativePath path) {
        synchronized (lock) {
            return new EntryTable(sql).find(path);
        }
    }

    /** Entries behind a path, at most a thousand, in order. */
    public List<Entry> entries(String after) {
        synchronized (lock) {
            return new EntryTable(sql).after(after);
        }
    }

    /** How many paths are in step. */
    public long inStep() {
        synchronized (lock) {
            return sql.first(
                            "select count(*) from entry where size >= 0 and etag is not null and standing ="
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

    /** The conflict copies in step that lie in a folder now, in order. */
    public List<RelativePath> conflictCopies(Path folder) {
        List<RelativePath> named;
        synchronized (lock) {
            named = sql.list(
                    "select path from entry where instr(path, ?) > 0 order by path",
                    row -> new RelativePath(row.getString(1)),
                    ConflictNames.MARK);
        }
        return named.stream()
                .filter(ConflictNames::isCopy)
                .filter(copy -> Files.exists(folder.resolve(copy.value())))
                .toList();
    }

    @Override
    public void close() {
        sql.close();
    }
}
