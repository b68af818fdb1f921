package dev.caravan.index;

import dev.caravan.local.StateDirectory;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The index of a mount: one entry for each path that is settled. Entries are written behind the transfers, in batches,
 * each after the renames that it speaks of have reached the disk. Safe for several threads.
 */
public final class Index implements Closeable {
    private static final int BATCH = 1_000;
    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Makes what was renamed survive a power cut. */
    public interface Durability {
        void flush() throws IOException;
    }

    private final Sql sql;
    private final EntryTable entries;
    private final Durability durability;
    private final FingerprintSet local;
    private final FingerprintSet remote;
    private final MarkerRecords markers;
    private final MultipartUploads multipartUploads;
    private final Map<RelativePath, Optional<Entry>> pending = new HashMap<>();

    /** Those of the pending ones of which nothing but the file was looked at. */
    private final Set<RelativePath> filesAlone = new HashSet<>();

    private @Nullable Instant freshSince;
    private long oldestPending;
    private long extras;

    private Index(Sql sql, Durability durability) {
        this.sql = sql;
        this.entries = new EntryTable(sql);
        this.durability = durability;
        int seed = new SecureRandom().nextInt();
        this.local = new FingerprintSet(seed);
        this.remote = new FingerprintSet(seed);
        this.markers = new MarkerRecords(sql, this, seed);
        this.multipartUploads = new MultipartUploads(sql, this);
    }

    /**
     * Opens an index, or makes a new one.
     *
     * @throws IndexException if the file is damaged: see {@link IndexException#damaged}
     */
    public static Index open(Path file, Durability durability) throws IOException {
        StateDirectory.createPrivateFile(file);
        if (!Files.isWritable(file)) {
            throw new IOException("'" + file + "' is not writable");
        }
        Index index = new Index(Sql.open(file), durability);
        try {
            index.load();
        } catch (RuntimeException e) {
            index.sql.close();
            throw e;
        }
        return index;
    }

    /**
     * Copies an index, whoever has it open, as one to find out with what would be done. What the copy no longer says is what a
     * mount sees to as soon as it is opened: uploads to abort, and an undo.
     *
     * @throws IndexException if the file is damaged: see {@link IndexException#damaged}
     */
    public static void copy(Path file, Path copy) {
        Sql.copy(file, copy);
        try (Sql sql = Sql.open(copy)) {
            List.of("multipart", "undo_request", "undo_step").forEach(table -> sql.update("delete from " + table));
        }
    }

    /** Makes SQLite ready before somebody waits for it. */
    public static void wake() {
        Sql.open(Path.of(":memory:")).close();
    }

    private synchronized void load() {
        forEach(this::know);
        markers.load();
    }

    /** What people ask of the mount and answer. */
    public Ledger ledger() {
        return new Ledger(sql, this);
    }

    /** The multipart uploads that may lie in the store. */
    public MultipartUploads multipartUploads() {
        return multipartUploads;
    }

    /** The files that are settled. */
    public FingerprintSet local() {
        return local;
    }

    /** The objects that are settled. */
    public FingerprintSet remote() {
        return remote;
    }

    /** The directory markers that are known. */
    public MarkerRecords markers() {
        return markers;
    }

    public synchronized Optional<Entry> find(RelativePath path) {
        Optional<Entry> written = pending.get(path);
        return written != null ? written : entries.find(path);
    }

    /** Settles a path. The entry is found at once, and is in the file soon, at the latest after {@link #flush}. */
    public synchronized void record(Entry entry) {
        dropFingerprints(entry.path());
        know(entry);
        write(entry.path(), Optional.of(entry));
    }

    /** Settles the file of a path anew. Of its object nothing new is known: whether that was seen stays as it was. */
    public synchronized void recordFile(Entry entry) {
        find(entry.path()).flatMap(old -> fingerprint(old, old.local())).ifPresent(local::remove);
        fingerprint(entry, entry.local()).ifPresent(local::add);
        if (!pending.containsKey(entry.path())) {
            filesAlone.add(entry.path());
        }
        put(entry.path(), Optional.of(entry));
    }

    /** Unsettles a path: from now on nothing is known of it. */
    public synchronized void forget(RelativePath path) {
        dropFingerprints(path);
        write(path, Optional.empty());
    }

    private void dropFingerprints(RelativePath path) {
        find(path).ifPresent(this::dropFingerprints);
    }

    private void know(Entry entry) {
        fingerprint(entry, entry.local()).ifPresent(local::add);
        fingerprint(entry, entry.remote()).ifPresent(remote::add);
        extras += entry.isExtra() ? 1 : 0;
    }

    private void dropFingerprints(Entry old) {
        fingerprint(old, old.local()).ifPresent(local::remove);
        fingerprint(old, old.remote()).ifPresent(remote::remove);
        extras -= old.isExtra() ? 1 : 0;
    }

    /** How many paths lie on the losing side of a first run alone. */
    public synchronized long extras() {
        return extras;
    }

    private void write(RelativePath path, Optional<Entry> entry) {
        filesAlone.remove(path);
        put(path, entry);
    }

    private void put(RelativePath path, Optional<Entry> entry) {
        if (pending.isEmpty()) {
            oldestPending = System.nanoTime();
        }
        pending.put(path, entry);
        if (pending.size() >= BATCH || System.nanoTime() - oldestPending > BATCH_NANOS) {
            flush();
        }
    }

    /** Writes what is pending. */
    public synchronized void flush() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            durability.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sql.atomically(() ->
                pending.forEach((path, entry) -> entries.write(path, entry, filesAlone.contains(path), freshSince)));
        pending.clear();
        filesAlone.clear();
    }

    /** From now on paths that come are new ones of a pass; null while a first run makes them known. */
    public synchronized void freshSince(@Nullable Instant pass) {
        flush();
        freshSince = pass;
    }

    /** All entries, in the order of their paths. Entries that are written meanwhile may be among them or not. */
    public void forEach(Consumer<Entry> consumer) {
        String after = "";
        List<Entry> page = page(after);
        while (!page.isEmpty()) {
            page.forEach(consumer);
            after = page.get(page.size() - 1).path().value();
            page = page(after);
        }
    }

    private synchronized List<Entry> page(String after) {
        flush();
        return entries.after(after);
    }

    /** Entries behind a path, at most a thousand, in order. */
    public List<Entry> after(@Nullable RelativePath path) {
        return page(path == null ? "" : path.value());
    }

    /** Whether the last scan met the file of this entry, unchanged. */
    public boolean seenLocally(Entry entry) {
        return fingerprint(entry, entry.local()).map(local::wasSeen).orElse(true);
    }

    /** Whether the last list met the object of this entry, unchanged. */
    public boolean seenRemotely(Entry entry) {
        return fingerprint(entry, entry.remote()).map(remote::wasSeen).orElse(true);
    }

    /** Whether this version of a file is settled; if so it counts as seen. */
    public boolean seeLocal(String path, LocalVersion version) {
        return local.see(fingerprint(path, version));
    }

    /** Whether this version of an object is settled; if so it counts as seen. */
    public boolean seeRemote(String path, RemoteVersion version) {
        return remote.see(remote.fingerprint(path, tag(version)));
    }

    public synchronized Optional<String> setting(String name) {
        return sql.first("select value from setting where name = ?", row -> row.getString(1), name);
    }

    public synchronized void setting(String name, String value) {
        sql.update("insert or replace into setting (name, value) values (?, ?)", name, value);
    }

    /**
     * Forgets everything that this index says of paths, and takes over settings, all at once: whatever ends the program
     * meanwhile, no entry of before is ever read under the new settings.
     */
    public synchronized void startAnew(Map<String, String> settings) {
        flush();
        sql.atomically(() -> {
            for (String table :
                    List.of("entry", "marker", "held", "unfinished", "directory", "deleted", "fresh", "problem")) {
                sql.update("delete from " + table);
            }
            settings.forEach(this::setting);
        });
        local.clear();
        remote.clear();
        markers.clear();
        extras = 0;
    }

    /** Forgets every entry that this holds for, and takes over a setting, all at once. */
    public synchronized void forgetIf(Predicate<Entry> condition, String name, String value) {
        flush();
        List<Entry> gone = new ArrayList<>();
        forEach(entry -> {
            if (condition.test(entry)) {
                gone.add(entry);
            }
        });
        sql.atomically(() -> {
            gone.forEach(entry -> entries.delete(entry.path()));
            setting(name, value);
        });
        gone.forEach(this::dropFingerprints);
    }

    /** Whether nothing is known of any path. */
    public synchronized boolean isEmpty() {
        flush();
        return after(null).isEmpty();
    }

    /** How many paths are in step. */
    public synchronized long count() {
        flush();
        return ledger().inStep();
    }

    @Override
    public synchronized void close() {
        try {
            flush();
        } finally {
            sql.close();
        }
    }

    private Optional<Long> fingerprint(Entry entry, @Nullable LocalVersion file) {
        return file == null
                ? Optional.empty()
                : Optional.of(fingerprint(entry.path().value(), file));
    }

    private long fingerprint(String path, LocalVersion file) {
        return local.fingerprint(path, file.size(), file.modified(), file.changed(), file.inode());
    }

    private Optional<Long> fingerprint(Entry entry, @Nullable RemoteVersion object) {
        return object == null
                ? Optional.empty()
                : Optional.of(remote.fingerprint(entry.path().value(), tag(object)));
    }

    private static String tag(RemoteVersion version) {
        return version.etag() + "/" + version.size();
    }
}
