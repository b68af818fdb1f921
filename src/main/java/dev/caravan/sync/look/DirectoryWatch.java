package dev.caravan.sync.look;

import dev.caravan.index.DirectoryRecords;
import dev.caravan.index.DirectoryRecords.Identity;
import dev.caravan.index.Entry;
import dev.caravan.index.FingerprintSet;
import dev.caravan.local.FileStat;
import dev.caravan.local.MountPoints;
import dev.caravan.local.UserState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the directories of a folder that are no longer the ones they were. When a disk that is mounted inside the
 * folder is gone, its files must not count as deleted. A directory is identified by its file system and its inode.
 */
public final class DirectoryWatch {
    private final Path root;
    private final DirectoryRecords records;
    private final boolean doubtsRoot;
    private final FingerprintSet known = new FingerprintSet(1);
    private final Map<Long, String> fileSystems = new HashMap<>();
    private final Map<String, String> strange = new ConcurrentHashMap<>();
    private final Map<String, Identity> changed = new ConcurrentHashMap<>();
    private final Map<String, String> fresh = new ConcurrentHashMap<>();
    private volatile Set<String> ownFileSystems = Set.of();
    private Set<String> unmet = Set.of();
    private final Set<String> otherDisk = ConcurrentHashMap.newKeySet();
    private final Map<String, Entry> doubted = new ConcurrentHashMap<>();
    /** Directories that are a file system of their own, on which this scan has met no unchanged file yet. */
    private final Set<String> unproven = ConcurrentHashMap.newKeySet();
    /** Files that were mount points, and no longer are. */
    private final Set<String> unmountedFiles = ConcurrentHashMap.newKeySet();

    private MountPoints mounts;
    private long device;

    /** @param doubtsRoot whether the folder itself may be another one: it has no marker of its own */
    public DirectoryWatch(Path root, DirectoryRecords records, boolean doubtsRoot) throws IOException {
        this.root = root;
        this.doubtsRoot = doubtsRoot;
        this.mounts = MountPoints.below(root);
        this.records = records;
        records.forEach((path, identity) -> known.add(fingerprint(path, identity)));
    }

    /** Forgets all known directories, as their records were deleted: every directory is to be recorded again. */
    public void startAnew() {
        known.clear();
    }

    /** Begins a scan. Looks first at each directory that was a file system of its own. */
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

    /**
     * Records each file that is mounted over another one and hides it: when it is unmounted, the other one is no new
     * version.
     */
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

    /** Compares a directory that the scan has reached with its record. */
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

    private static String notMounted(String path) {
        return "'" + path + "' was a separate file system, which is not mounted now";
    }

    private static String hidden(String path) {
        return "'" + path + "' is a separate file system now, which hides what was there";
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

    /**
     * The directories that may not be the ones they seem to be: paths missing below one count as gone only if something
     * known was found below it.
     */
    public Set<String> doubtful() {
        Set<String> all = new HashSet<>(changed.keySet());
        all.addAll(records.fileSystems());
        if (doubtsRoot) {
            all.add("");
        }
        return all;
    }

    /**
     * Notes a file whose content is new to the index, if it lies in a doubtful directory: it proves nothing about that.
     *
     * @param lies where the file lies, with all links followed
     */
    public void noteNewContent(String path, String lies) {
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

    /** Whether this scan found a content at the path that the index did not know, below a doubtful directory. */
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

    /** Whether a path lies on a disk of its own, which may have been swapped for another one. */
    public boolean mayBeOnAnotherDisk(String path) {
        return above(path).stream().anyMatch(directory -> directory.isEmpty() || ownFileSystems.contains(directory));
    }

    /** Notes an unchanged file: it proves that the disks it lies on are the right ones. */
    public void noteUnchanged(String path) {
        if (!unproven.isEmpty()) {
            above(path).forEach(unproven::remove);
        }
    }

    /** Whether a path lies on a disk that no unchanged file has proved yet in this scan. */
    public boolean needsProof(String path) {
        return !unproven.isEmpty() && above(path).stream().anyMatch(unproven::contains);
    }

    /**
     * The directories above a path, the outermost first; led by the folder itself, an empty name, if that is in doubt.
     */
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

    /** Marks a directory as not the one that it was, as nothing known below it is there any more. */
    public void holdsNothingKnown(String path) {
        strange.putIfAbsent(
                path,
                (path.isEmpty() ? "the folder" : "'" + path + "'")
                        + " holds nothing that it held before: it may be another disk, or an empty mount point");
    }

    /**
     * Whether a path may not be the one that it was: a directory above it has changed or is not proved yet, or a file
     * that was mounted there no longer is. It may be all right nonetheless.
     */
    public boolean isDoubtful(String path) {
        return needsProof(path)
                || unmountedFiles.contains(path)
                || (!(changed.isEmpty() && strange.isEmpty())
                        && !changedAbove(path).isEmpty());
    }

    /**
     * Notes a file that may be an old version, as its directory is another one than before: its object must not go
     * without a copy.
     */
    public void noteDoubted(Entry entry) {
        doubted.put(entry.path().value(), entry);
    }

    /**
     * The doubted entries whose changed directories {@link #accept} is about to accept.
     *
     * @param missingBelow the directories that it is not to accept, as paths are missing below them
     */
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
     * Why no file may be put in place at a path; empty if one may. Also looks at directories that the scan has not
     * reached: a disk that is mounted there later would hide the file, which would then pass for deleted.
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

    /** Ends a complete scan: records each changed directory as it is now, unless something is missing below it. */
    public synchronized void accept(Set<String> missingBelow) {
        changed.forEach((path, now) -> {
            if (!missingBelow.contains(path)) {
                record(path, now);
            }
        });
        unmountedFiles.forEach(this::forget);
        // a directory with the same identity keeps its record, even if it holds nothing that it held
        otherDisk.stream()
                .filter(path -> !missingBelow.contains(path) && !changed.containsKey(path))
                .forEach(this::forget);
    }

    /** The directories above a path that are no longer the ones they were. */
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

    /**
     * Names the file system that a directory is on; empty for the folder's own. A device number would not do: it may
     * change when the machine restarts.
     */
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
