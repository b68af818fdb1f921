package dev.caravan.look;

import dev.caravan.index.DirectoryRecords;
import dev.caravan.index.DirectoryRecords.Identity;
import dev.caravan.index.Entry;
import dev.caravan.index.FingerprintSet;
import dev.caravan.local.FileStat;
import dev.caravan.local.MountPoints;
import dev.caravan.local.UserState;
import dev.caravan.mount.LocalVersion;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which directories of a folder are not those that they were: a disk that is mounted inside of the folder may be gone, and
 * what was on it is then not deleted. Each directory is known by its file system and its inode.
 */
public final class DirectoryWatch {
    private static final long TICK = TimeUnit.SECONDS.toNanos(2);

    private final Clock clock;
    private final Path root;
    private final DirectoryRecords records;
    private final boolean doubtsRoot;
    private final FingerprintSet known = new FingerprintSet(1);
    private final Map<Long, String> fileSystems = new HashMap<>();
    private final Map<String, String> strange = new ConcurrentHashMap<>();
    private final Map<String, Identity> changed = new ConcurrentHashMap<>();
    private final FingerprintSet listed = new FingerprintSet(1);
    private final Map<String, List<String>> oddNames = new ConcurrentHashMap<>();
    private final Map<String, String> fresh = new ConcurrentHashMap<>();
    private volatile Set<String> ownFileSystems = Set.of();
    private Set<String> unmet = Set.of();
    private final Set<String> otherDisk = ConcurrentHashMap.newKeySet();
    private final Map<String, Entry> doubted = new ConcurrentHashMap<>();
    /** File systems of their own of which this scan has met nothing yet that is as it was. */
    private final Set<String> unproven = ConcurrentHashMap.newKeySet();
    /** Files that were mounted, and are not. */
    private final Set<String> unmountedFiles = ConcurrentHashMap.newKeySet();

    private MountPoints mounts;
    private long device;

    /**
     * Watches the directories of a folder.
     *
     * @param doubtsRoot whether the folder itself may be another one: it has no marker of its own
     * @param clock of the machine, which the times of files come from
     */
    public DirectoryWatch(Path root, DirectoryRecords records, boolean doubtsRoot, Clock clock) throws IOException {
        this.clock = clock;
        this.root = root;
        this.doubtsRoot = doubtsRoot;
        this.mounts = MountPoints.below(root);
        this.records = records;
        records.forEach((path, identity) -> known.add(fingerprint(path, identity)));
    }

    /** The records of before are gone: every directory is to be recorded again. */
    public void startAnew() {
        known.clear();
    }

    /** A scan begins. Before it comes to a directory that was a file system of its own, that is looked at. */
    public synchronized void begin() throws IOException {
        changed.clear();
        strange.clear();
        otherDisk.clear();
        fresh.clear();
        doubted.clear();
        mounts = MountPoints.below(root);
        ownFileSystems = Set.copyOf(records.fileSystems());
        unmet = new HashSet<>(ownFileSystems);
        unproven.clear();
        unproven.addAll(ownFileSystems);
        if (doubtsRoot) {
            unproven.add("");
        }
        unmountedFiles.clear();
        recordMountedFiles();
        device = FileStat.of(root).device();
        for (String path : Set.copyOf(unmet)) {
            Path directory = root.resolve(path);
            try {
                FileStat.Kind kind = FileStat.kindOf(directory);
                if (kind == FileStat.Kind.DIRECTORY) {
                    meets(path, FileStat.of(directory));
                } else if (kind == FileStat.Kind.FILE) {
                    unproven.remove(path); // nothing lies below it
                    if (mounts.at(path).isEmpty()) {
                        unmountedFiles.add(path);
                    }
                }
            } catch (NoSuchFileException e) {
                strange.put(path, notMounted(path));
                otherDisk.add(path);
            }
        }
    }

    /** A file that is mounted over another one hides it: once it is not mounted, the other one is no new version. */
    private void recordMountedFiles() throws IOException {
        for (String path : mounts.all()) {
            if (Files.isRegularFile(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
                FileStat file = FileStat.of(root.resolve(path));
                Identity now =
                        new Identity(mounts.at(path).orElse(""), file.version().inode());
                // a quiet pass writes nothing
                if (!known.contains(fingerprint(path, now))) {
                    record(path, now);
                }
            }
        }
    }

    /** The scan comes to a directory. */
    public synchronized void meets(String path, FileStat directory) throws IOException {
        unmet.remove(path);
        Identity now = new Identity(
                fileSystem(path, directory.device()), directory.version().inode());
        if (known.contains(fingerprint(path, now))) {
            return;
        }
        Optional<Identity> before = records.find(path);
        if (before.isEmpty()) {
            record(path, now);
            return;
        }
        changed.put(path, now);
        if (!before.get().filesystem().equals(now.filesystem())) {
            strange.put(path, before.get().filesystem().isEmpty() ? hidden(path) : notMounted(path));
            otherDisk.add(path);
        } else if (UserState.isEmpty(root.resolve(path))) {
            strange.put(
                    path, "'" + path + "' is another directory than before, and empty: it may be a place to mount at");
        }
    }

    /**
     * The directories in a directory that Camel's file component takes for others, as it makes a slash of each backslash. They are
     * looked for where the directory has changed.
     */
    public List<String> oddNames(String path, FileStat directory) throws IOException {
        LocalVersion version = directory.version();
        long fingerprint = listed.fingerprint(path, version.inode(), version.modified(), version.changed(), 0);
        if (!listed.contains(fingerprint)) {
            List<String> odd = new ArrayList<>();
            try (DirectoryStream<Path> names = Files.newDirectoryStream(root.resolve(path))) {
                for (Path name : names) {
                    String text = String.valueOf(name.getFileName());
                    if (text.indexOf('\\') >= 0 && Files.isDirectory(name, LinkOption.NOFOLLOW_LINKS)) {
                        odd.add(path.isEmpty() ? text : path + "/" + text);
                    }
                }
            }
            oddNames.remove(path);
            if (!odd.isEmpty()) {
                oddNames.put(path, odd);
            }
            if (hasRested(version)) {
                listed.add(fingerprint);
            }
        }
        return oddNames.getOrDefault(path, List.of());
    }

    /** File systems count in ticks, some in seconds: within one a directory changes once more, and its time does not. */
    private boolean hasRested(LocalVersion directory) {
        long latest = Math.max(directory.modified(), directory.changed());
        return TimeUnit.MILLISECONDS.toNanos(clock.millis()) - latest > TICK;
    }

    private static String notMounted(String path) {
        return "'" + path + "' was a file system of its own, which is not mounted";
    }

    private static String hidden(String path) {
        return "'" + path + "' is a file system of its own, which hides what was there";
    }

    /**
     * Looks once more, after the scan, at the directories that are or were a file system of their own: one may have gone while
     * it was scanned.
     */
    public synchronized void lookAgain() throws IOException {
        for (String path : records.fileSystems()) {
            Optional<Identity> before = records.find(path);
            if (before.isPresent() && !strange.containsKey(path) && !isStill(path, before.get())) {
                strange.put(path, notMounted(path));
                otherDisk.add(path);
            }
        }
    }

    private boolean isStill(String path, Identity before) throws IOException {
        try {
            FileStat now = FileStat.of(root.resolve(path));
            if (now.kind() == FileStat.Kind.FILE) {
                return true; // one that was mounted is looked at when a scan begins
            }
            return fileSystem(path, now.device()).equals(before.filesystem())
                    && now.version().inode() == before.inode();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The directories that may be another one than they look like: what is missing below counts if something is there. */
    public Set<String> doubtful() {
        Set<String> all = new HashSet<>(changed.keySet());
        all.addAll(records.fileSystems());
        if (doubtsRoot) {
            all.add("");
        }
        return all;
    }

    /**
     * A content was found that the index does not know: where the directory may be another one, it proves nothing.
     *
     * @param lies where it lies, once every link is followed
     */
    public void found(String path, String lies) {
        if (changed.isEmpty() && ownFileSystems.isEmpty() && !doubtsRoot) {
            return;
        }
        boolean doubtful = above(lies).stream()
                .anyMatch(directory ->
                        directory.isEmpty() || changed.containsKey(directory) || ownFileSystems.contains(directory));
        if (doubtful) {
            fresh.put(path, lies);
        }
    }

    /** Whether a content was found in this scan that the index did not know before. */
    public boolean isFresh(String path) {
        return fresh.containsKey(path);
    }

    /** The paths below a directory in which this scan found a content that the index did not know. */
    public List<String> freshBelow(String directory) {
        return fresh.entrySet().stream()
                .filter(found -> above(found.getValue()).contains(directory))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a path lies on a file system of its own, in whose place there may be another one now. */
    public boolean mayBeOnAnotherDisk(String path) {
        return above(path).stream().anyMatch(directory -> directory.isEmpty() || ownFileSystems.contains(directory));
    }

    /** A file is as it was: so are the disks that it lies on. */
    public void proves(String path) {
        if (!unproven.isEmpty()) {
            above(path).forEach(unproven::remove);
        }
    }

    /** Whether a path lies on a disk that nothing has proved yet in this scan. */
    public boolean needsProof(String path) {
        return !unproven.isEmpty() && above(path).stream().anyMatch(unproven::contains);
    }

    /** The directories above a path, from the outermost; the folder itself, where that may be another one. */
    public List<String> above(String path) {
        List<String> above = new ArrayList<>();
        if (doubtsRoot) {
            above.add("");
        }
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            above.add(path.substring(0, slash));
        }
        return above;
    }

    /** Nothing of what was known below a directory is there: it is not the one that it was, whatever it looks like. */
    public void holdsNothingKnown(String path) {
        strange.putIfAbsent(
                path,
                (path.isEmpty() ? "the folder" : "'" + path + "'")
                        + " holds nothing of what it held: it may be another disk, or a place to mount at");
    }

    /** Whether a directory above a path is or may be another one than before, although that may be in order. */
    public boolean isDoubtful(String path) {
        return needsProof(path)
                || unmountedFiles.contains(path)
                || (!(changed.isEmpty() && strange.isEmpty())
                        && !changedAbove(path).isEmpty());
    }

    /** A file in a directory that is another one than before may be an old one, whose object is not to go without a copy. */
    public void doubts(Entry entry) {
        doubted.put(entry.path().value(), entry);
    }

    /** What was doubted below the directories that {@link #settle} is about to take for what they are now. */
    public List<Entry> doubtedBelow(Set<String> missingBelow) {
        return doubted.values().stream()
                .filter(entry -> changedAbove(entry.path().value()).stream().noneMatch(missingBelow::contains))
                .toList();
    }

    /** Why nothing can be said of a path, as a directory above it is not the one that it was; empty where it can. */
    public Optional<String> why(String path) {
        if (strange.isEmpty()) {
            return Optional.empty();
        }
        return above(path).stream().map(strange::get).filter(Objects::nonNull).findFirst();
    }

    /**
     * Why nothing may be put in place below the directories above a path, which the scan may not have met yet: a disk that is
     * mounted there later would hide it, and it would pass for deleted.
     */
    public Optional<String> whyNothingMayCome(String path) throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String directory = path.substring(0, slash);
            try {
                FileStat seen = FileStat.of(root.resolve(directory));
                if (seen.kind() == FileStat.Kind.FILE) {
                    break;
                }
                if (seen.kind() == FileStat.Kind.DIRECTORY) {
                    meets(directory, seen);
                }
            } catch (NoSuchFileException e) {
                break;
            }
        }
        return why(path);
    }

    /** Whether a directory above a path belongs to a disk that is not there, or is hidden by one. */
    public boolean isOnOtherDisk(String path) {
        return !otherDisk.isEmpty() && changedAbove(path).stream().anyMatch(otherDisk::contains);
    }

    /** What the complete scan and the judgement of what is missing came to: where nothing is missing below, this is so now. */
    public synchronized void settle(Set<String> missingBelow) {
        changed.forEach((path, now) -> {
            if (!missingBelow.contains(path)) {
                record(path, now);
            }
        });
        unmountedFiles.forEach(this::forget);
        // one that is itself, and holds nothing of what it held, stays the one that it is
        otherDisk.stream()
                .filter(path -> !missingBelow.contains(path) && !changed.containsKey(path))
                .forEach(this::forget);
    }

    /** The directories above a path that are not those that they were. */
    public Set<String> changedAbove(String path) {
        Set<String> above = new HashSet<>(above(path));
        above.removeIf(directory -> !changed.containsKey(directory) && !strange.containsKey(directory));
        return above;
    }

    private void forget(String path) {
        records.find(path).ifPresent(old -> known.remove(fingerprint(path, old)));
        records.forget(path);
    }

    private void record(String path, Identity identity) {
        records.find(path).ifPresent(old -> known.remove(fingerprint(path, old)));
        records.record(path, identity);
        known.add(fingerprint(path, identity));
    }

    /** The number of a device may be another one after a restart of the machine. */
    private String fileSystem(String path, long deviceOfIt) throws IOException {
        if (deviceOfIt == device) {
            return mounts.at(path).orElse("");
        }
        String name = fileSystems.get(deviceOfIt);
        if (name == null) {
            var store = Files.getFileStore(root.resolve(path));
            name = store.type() + " " + store.name();
            fileSystems.put(deviceOfIt, name);
        }
        return name;
    }

    private long fingerprint(String path, Identity identity) {
        return known.fingerprint(path + "\0" + identity.filesystem(), identity.inode(), 0, 0, 0);
    }
}
