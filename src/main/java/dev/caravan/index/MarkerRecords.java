package dev.caravan.index;

import dev.caravan.mount.RelativePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The directory markers that are known: no files, so they do not count as such. Safe for several threads. */
public final class MarkerRecords {
    private final Sql sql;
    private final Object lock;
    private final FingerprintSet markers;

    MarkerRecords(Sql sql, Object lock, int seed) {
        this.sql = sql;
        this.lock = lock;
        this.markers = new FingerprintSet(seed);
    }

    void load() {
        all().forEach((path, etag) -> markers.add(fingerprint(path, etag)));
    }

    /** A list begins: none was seen so far. */
    public void beginLook() {
        markers.beginLook();
    }

    /** Whether this marker is known; if so it counts as seen. */
    public boolean see(RelativePath directory, String etag) {
        return markers.see(fingerprint(directory, etag));
    }

    public void record(RelativePath directory, String etag) {
        synchronized (lock) {
            forget(directory);
            sql.update("insert into marker (path, etag) values (?, ?)", directory.value(), etag);
            markers.add(fingerprint(directory, etag));
        }
    }

    public void forget(RelativePath directory) {
        synchronized (lock) {
            find(directory).ifPresent(old -> markers.remove(fingerprint(directory, old)));
            sql.update("delete from marker where path = ?", directory.value());
        }
    }

    /** The ETag of a directory's marker; empty where it has none. */
    public Optional<String> find(RelativePath directory) {
        synchronized (lock) {
            return sql.first("select etag from marker where path = ?", row -> row.getString(1), directory.value());
        }
    }

    /** The directories whose markers the last list did not meet. */
    public List<RelativePath> unseen() {
        synchronized (lock) {
            return all().entrySet().stream()
                    .filter(marker -> !markers.wasSeen(fingerprint(marker.getKey(), marker.getValue())))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    void clear() {
        markers.clear();
    }

    private Map<RelativePath, String> all() {
        Map<RelativePath, String> all = new HashMap<>();
        sql.list("select path, etag from marker", row -> all.put(new RelativePath(row.getString(1)), row.getString(2)));
        return all;
    }

    private long fingerprint(RelativePath directory, String etag) {
        return markers.fingerprint(directory.value() + "/", etag);
    }
}
