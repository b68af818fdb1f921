package dev.caravan.index;

import java.util.List;
import java.util.Optional;

/** How the directories of a folder were when nothing was missing below them. Safe for several threads. */
public final class DirectoryRecords {
    private final Sql sql;
    private final Object lock;

    DirectoryRecords(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /**
     * Which directory it is.
     *
     * @param filesystem its own, where it has one; empty for that of the folder
     */
    public record Identity(String filesystem, long inode) {}

    public Optional<Identity> find(String path) {
        synchronized (lock) {
            return sql.first(
                    "select filesystem, inode from directory where path = ?",
                    row -> new Identity(row.getString(1), row.getLong(2)),
                    path);
        }
    }

    public void record(String path, Identity identity) {
        synchronized (lock) {
            sql.update(
                    "insert or replace into directory (path, filesystem, inode) values (?, ?, ?)",
                    path,
                    identity.filesystem(),
                    identity.inode());
        }
    }

    public void forget(String path) {
        synchronized (lock) {
            sql.update("delete from directory where path = ?", path);
        }
    }

    /** The directories that were a file system of their own. */
    public List<String> fileSystems() {
        synchronized (lock) {
            return sql.list("select path from directory where filesystem <> ''", row -> row.getString(1));
        }
    }

    /** All of them, with who they were. */
    public void forEach(java.util.function.BiConsumer<String, Identity> consumer) {
        synchronized (lock) {
            sql.list("select path, filesystem, inode from directory", row -> {
                consumer.accept(row.getString(1), new Identity(row.getString(2), row.getLong(3)));
                return true;
            });
        }
    }
}
