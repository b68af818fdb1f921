package dev.caravan.index;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of entries, as it lies in the file. Not safe for several threads at a time. */
final class EntryTable {
    private static final int PAGE = 1_000;
    private static final String COLUMNS =
            "path, size, modified, changed, inode, etag, object_size, object_modified, sha256, standing";

    private final Sql sql;

    EntryTable(Sql sql) {
        this.sql = sql;
    }

    Optional<Entry> find(RelativePath path) {
        return sql.first("select " + COLUMNS + " from entry where path = ?", EntryTable::read, path.value());
    }

    /** Entries behind a path, at most a thousand, in order. */
    List<Entry> after(String path) {
        return sql.list(
                "select " + COLUMNS + " from entry where path > ? order by path limit " + PAGE, EntryTable::read, path);
    }

    void delete(RelativePath path) {
        sql.update("delete from entry where path = ?", path.value());
    }

    /**
     * Writes an entry; empty to delete it.
     *
     * @param fileAlone whether nothing but its file was looked at
     * @param freshSince the pass whose new paths are remembered as such; null for none
     */
    void write(RelativePath path, Optional<Entry> written, boolean fileAlone, @Nullable Instant freshSince) {
        if (!fileAlone) {
            // what a person said was for what was done just now, and for nothing that comes later
            sql.update("delete from held where path = ? and verdict is not null", path.value());
        }
        if (written.isEmpty()) {
            delete(path);
            return;
        }
        sql.update("delete from unfinished where path = ?", path.value());
        noteFresh(path, freshSince);
        Entry entry = written.get();
        LocalVersion file = entry.local();
        RemoteVersion object = entry.remote();
        sql.update(
                "insert or replace into entry (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                path.value(),
                file == null ? null : file.size(),
                file == null ? null : file.modified(),
                file == null ? null : file.changed(),
                file == null ? null : file.inode(),
                object == null ? null : object.etag(),
                object == null ? null : object.size(),
                object == null ? null : object.modified().toEpochMilli(),
                entry.sha256(),
                entry.standing().name());
    }

    /** What was deleted and is back is not new. */
    private void noteFresh(RelativePath path, @Nullable Instant pass) {
        if (pass != null) {
            sql.update(
                    "insert or ignore into fresh (path, pass) select ?, ? where not exists (select 1 from entry where path ="
                            + " ?) and not exists (select 1 from deleted where path = ?)",
                    path.value(),
                    pass.toEpochMilli(),
                    path.value(),
                    path.value());
        }
    }

    private static Entry read(ResultSet row) throws SQLException {
        long size = row.getLong(2);
        LocalVersion file =
                row.wasNull() ? null : new LocalVersion(size, row.getLong(3), row.getLong(4), row.getLong(5));
        String etag = row.getString(6);
        RemoteVersion object = etag == null
                ? null
                : new RemoteVersion(etag, row.getLong(7), Instant.ofEpochMilli(row.getLong(8)), false);
        Entry.Standing standing = Entry.Standing.valueOf(row.getString(10));
        return new Entry(new RelativePath(row.getString(1)), file, object, row.getString(9), standing);
    }
}
