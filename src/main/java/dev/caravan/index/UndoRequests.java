package dev.caravan.index;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What people ask to be brought back, and what a pass has planned to do about it. Both last until all of it is done, so
 * that a crash half-way changes nothing about the result. Safe for several threads and processes.
 */
public final class UndoRequests {
    private final Sql sql;
    private final Object lock;

    UndoRequests(Sql sql, Object lock) {
        this.sql = sql;
        this.lock = lock;
    }

    /**
     * Bring back what passes that began in a span deleted or replaced.
     *
     * @param until when it was asked: what later passes replace, and the undoing itself, is not part of it
     */
    public record Request(Instant since, Instant until) {}

    /**
     * One path to bring back.
     *
     * @param source the file in the trash; empty for a version that the bucket keeps, or that lies in its trash
     * @param etag of that version; empty for a file in the trash
     * @param pass when the pass began that deleted or replaced it
     * @param begun whether it was begun before: where its file is not in the trash any more, it is done
     */
    public record Step(RelativePath path, Side side, String source, String etag, Instant pass, boolean begun) {}

    /** Asks the next pass. What was asked before, and is not done yet, stays open. */
    public void ask(Request request) {
        synchronized (lock) {
            sql.atomically(() -> {
                // what is left of it are its steps
                sql.update("delete from undo_request where planned = 1");
                sql.update(
                        "insert into undo_request (since, until) values (?, ?)",
                        request.since().toEpochMilli(),
                        request.until().toEpochMilli());
            });
        }
    }

    /** What was asked and is not done yet. */
    public Optional<Request> asked() {
        synchronized (lock) {
            return sql.first(
                    "select since, until from undo_request order by planned, until limit 1",
                    row -> new Request(Instant.ofEpochMilli(row.getLong(1)), Instant.ofEpochMilli(row.getLong(2))));
        }
    }

    /** Keeps what is to be done for a request; of several steps for a path on one side the oldest. */
    public void plan(Request request, List<Step> steps) {
        synchronized (lock) {
            sql.atomically(() -> {
                steps.forEach(step -> sql.update(
                        "insert into undo_step (side, path, source, etag, pass) values (?, ?, ?, ?, ?)"
                                + " on conflict (side, path) do update set source = excluded.source,"
                                + " etag = excluded.etag, pass = excluded.pass"
                                + " where excluded.pass < undo_step.pass and undo_step.begun = 0",
                        step.side().name(),
                        step.path().value(),
                        step.source(),
                        step.etag(),
                        step.pass().toEpochMilli()));
                sql.update(
                        "update undo_request set planned = 1 where since = ? and until = ?",
                        request.since().toEpochMilli(),
                        request.until().toEpochMilli());
            });
        }
    }

    /** What was planned for a path is nowhere: this is to be done in its place. */
    public void instead(Step lost, Step other) {
        synchronized (lock) {
            sql.update(
                    "update undo_step set source = ?, etag = ?, pass = ?, begun = 0 where side = ? and path = ?",
                    other.source(),
                    other.etag(),
                    other.pass().toEpochMilli(),
                    lost.side().name(),
                    lost.path().value());
        }
    }

    /** Whether a request was planned before, even if nothing is left to do. */
    public boolean isPlanned(Request request) {
        synchronized (lock) {
            return sql.first(
                            "select 1 from undo_request where since = ? and until = ? and planned = 1",
                            row -> true,
                            request.since().toEpochMilli(),
                            request.until().toEpochMilli())
                    .isPresent();
        }
    }

    /** What is still to be done. */
    public List<Step> planned() {
        synchronized (lock) {
            return sql.list(
                    "select path, side, source, etag, pass, begun from undo_step order by side, path",
                    row -> new Step(
                            new RelativePath(row.getString(1)),
                            Side.valueOf(row.getString(2)),
                            row.getString(3),
                            row.getString(4),
                            Instant.ofEpochMilli(row.getLong(5)),
                            row.getInt(6) > 0));
        }
    }

    /** A step begins: where its source is gone after a crash, it was done. */
    public void begin(Step step) {
        begun(step, 1);
    }

    /** A step was refused, so that it has not begun. */
    public void refused(Step step) {
        begun(step, 0);
    }

    private void begun(Step step, int begun) {
        synchronized (lock) {
            sql.update(
                    "update undo_step set begun = ? where side = ? and path = ?",
                    begun,
                    step.side().name(),
                    step.path().value());
        }
    }

    /** A step is done, or cannot be. */
    public void done(Step step) {
        synchronized (lock) {
            sql.update(
                    "delete from undo_step where side = ? and path = ?",
                    step.side().name(),
                    step.path().value());
        }
    }

    /** All of a request is done; one that was asked meanwhile is not. */
    public void done(Request request) {
        synchronized (lock) {
            sql.atomically(() -> {
                sql.update(
                        "delete from undo_request where since = ? and until = ?",
                        request.since().toEpochMilli(),
                        request.until().toEpochMilli());
                sql.update(
                        "delete from replaced where pass >= ? and pass < ?",
                        request.since().toEpochMilli(),
                        request.until().toEpochMilli());
            });
        }
    }
}
