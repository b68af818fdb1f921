package dev.caravan.index;

import dev.caravan.mount.LocalVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The multipart uploads that may lie in the store: each is written down before the store is asked for it. Those that no
 * transfer of this process owns were left by a crash, or could not be aborted. Safe for several threads.
 */
public final class MultipartUploads {
    private final Sql sql;
    private final Object lock;
    private final Set<String> owned = ConcurrentHashMap.newKeySet();

    MultipartUploads(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /**
     * One of them.
     *
     * @param id that the store gave it; null where the program ended before it was known
     */
    public record Upload(
            String token,
            String key,
            Instant began,
            @Nullable String id) {}

    /** An upload of this version of a file is about to begin; one of the same version that was interrupted goes on. */
    public Upload claim(String key, LocalVersion version, long part, Instant now) {
        synchronized (lock) {
            Optional<Upload> interrupted = sql
                    .list(
                            "select token, key, began, id from multipart where key = ? and id is not null and size = ?"
                                    + " and modified = ? and inode = ? and part = ?",
                            MultipartUploads::read,
                            key,
                            version.size(),
                            version.modified(),
                            version.inode(),
                            part)
                    .stream()
                    .filter(upload -> owned.add(upload.token()))
                    .findFirst();
            return interrupted.orElseGet(() -> begin(key, version, part, now));
        }
    }

    private Upload begin(String key, LocalVersion version, long part, Instant now) {
        Upload upload = new Upload(UUID.randomUUID().toString(), key, now, null);
        sql.update(
                "insert into multipart (token, key, began, size, modified, inode, part) values (?, ?, ?, ?, ?, ?, ?)",
                upload.token(),
                key,
                upload.began().toEpochMilli(),
                version.size(),
                version.modified(),
                version.inode(),
                part);
        owned.add(upload.token());
        return upload;
    }

    /** The store gave it an id. */
    public void named(String token, String id) {
        synchronized (lock) {
            sql.update("update multipart set id = ? where token = ?", id, token);
        }
    }

    /** Nothing is left of it. */
    public void ended(String token) {
        synchronized (lock) {
            sql.update("delete from multipart where token = ?", token);
            owned.remove(token);
        }
    }

    /** No transfer works on it any more, whatever is left of it in the store. */
    public void released(String token) {
        owned.remove(token);
    }

    /** Those that no transfer of this process works on. */
    public List<Upload> unowned() {
        synchronized (lock) {
            return sql.list("select token, key, began, id from multipart", MultipartUploads::read).stream()
                    .filter(upload -> !owned.contains(upload.token()))
                    .toList();
        }
    }

    /** Whether a transfer of this process works on the upload of this id. */
    public boolean isOwned(String id) {
        synchronized (lock) {
            return sql.list("select token from multipart where id = ?", row -> row.getString(1), id).stream()
                    .anyMatch(owned::contains);
        }
    }

    private static Upload read(ResultSet row) throws SQLException {
        return new Upload(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3)), row.getString(4));
    }
}
