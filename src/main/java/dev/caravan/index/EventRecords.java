package dev.caravan.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The last events of a mount. Safe for several threads and processes. */
public final class EventRecords {
    /** How many are kept. */
    public static final int KEPT = 10_000;

    private static final String REMOVED = "events-removed";
    private static final String COLUMNS = "select id, time, pass, level, event, path, text from event ";

    private final Sql sql;
    private final Object lock;

    EventRecords(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /** Adds events in one transaction, and removes the oldest, so that {@link #KEPT} are left. */
    public void add(List<FeedEvent> events) {
        synchronized (lock) {
            sql.atomically(() -> {
                events.forEach(this::insert);
                sql.first("select id from event order by id desc limit 1 offset " + KEPT, row -> row.getLong(1))
                        .ifPresent(this::removeUpTo);
            });
        }
    }

    private void insert(FeedEvent event) {
        sql.update(
                "insert or replace into event (id, time, pass, level, event, path, text) values (?, ?, ?, ?, ?, ?, ?)",
                event.id(),
                event.time().toEpochMilli(),
                event.pass(),
                event.level(),
                event.event(),
                event.path(),
                event.text());
    }

    private void removeUpTo(long id) {
        sql.update("delete from event where id <= ?", id);
        sql.update("insert or replace into setting (name, value) values ('" + REMOVED + "', ?)", String.valueOf(id));
    }

    /** The id of the newest event that had to go; 0 if none had to. */
    public long removed() {
        synchronized (lock) {
            return sql.first("select value from setting where name = '" + REMOVED + "'", row -> row.getString(1))
                    .map(Long::parseLong)
                    .orElse(0L);
        }
    }

    /** The id of the newest event; 0 if there is none. */
    public long newest() {
        synchronized (lock) {
            return sql.first("select coalesce(max(id), 0) from event", row -> row.getLong(1))
                    .orElse(0L);
        }
    }

    /** The first events behind an id, in order. */
    public List<FeedEvent> after(long id, int limit) {
        synchronized (lock) {
            return sql.list(COLUMNS + "where id > ? order by id limit ?", EventRecords::read, id, limit);
        }
    }

    /**
     * The newest events before an id, the newest first.
     *
     * @param part only those whose path contains this; all where it is empty
     */
    public List<FeedEvent> before(long id, String part, int limit) {
        synchronized (lock) {
            return sql.list(
                    COLUMNS + "where id < ? and (? = '' or instr(path, ?) > 0) order by id desc limit ?",
                    EventRecords::read,
                    id,
                    part,
                    part,
                    limit);
        }
    }

    /** The newest events of one path, the newest first. */
    public List<FeedEvent> of(String path, int limit) {
        synchronized (lock) {
            return sql.list(COLUMNS + "where path = ? order by id desc limit ?", EventRecords::read, path, limit);
        }
    }

    private static FeedEvent read(ResultSet row) throws SQLException {
        return new FeedEvent(
                row.getLong(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }
}
