package dev.caravan.sync.look;

import dev.caravan.index.Entry;
import dev.caravan.index.FingerprintSet;
import dev.caravan.index.Index;
import dev.caravan.local.FileStat;
import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.local.ObstructedException;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.Location;
import dev.caravan.mount.PathRules;
import dev.caravan.mount.RelativePath;
import dev.caravan.status.Problems;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Follows one scan of a folder: says which files need attention, and remembers what could not be read. */
public final class LocalLook {
    private final Folder folder;
    private final Location location;
    private final String root;
    private final Index index;
    private final Ignores ignores;
    private final Problems problems;
    private final DirectoryWatch watch;
    private final OddNames oddNames;
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private FingerprintSet handedOut = new FingerprintSet(0);
    private FingerprintSet entered = new FingerprintSet(0);
    private volatile FingerprintSet brought = new FingerprintSet(0);
    private Set<String> unfinished = Set.of();
    private @Nullable File lastHandedOut;
    private long found;
    private boolean complete;

    public LocalLook(
            Folder folder,
            Location location,
            Index index,
            Ignores ignores,
            Problems problems,
            DirectoryWatch watch,
            OddNames oddNames) {
        this.folder = folder;
        this.location = location;
        this.root = folder.root() + "/";
        this.index = index;
        this.ignores = ignores;
        this.problems = problems;
        this.watch = watch;
        this.oddNames = oddNames;
    }

    public void begin() throws IOException {
        unreadable.clear();
        watch.begin();
        tellOddNames("", FileStat.of(folder.root()));
        index.local().beginLook();
        handedOut = new FingerprintSet(index.hashCode());
        entered = new FingerprintSet(index.hashCode());
        brought = new FingerprintSet(index.hashCode());
        unfinished = Set.of();
        lastHandedOut = null;
        found = 0;
        complete = false;
    }

    /**
     * Continues the scan after a poll that did not reach the end. That poll stopped after the file that it handed out
     * last, so only the directories above that file have something left; without this, each poll would start from the
     * beginning.
     */
    public void goOn() {
        Set<String> above = new HashSet<>();
        for (File file = lastHandedOut; file != null; file = file.getParentFile()) {
            above.add(file.getPath());
        }
        unfinished = above;
    }

    /** Hands out a file that needs attention; returns false if it was handed out in this look before. */
    public boolean handOut(String file) {
        long fingerprint = handedOut.fingerprint(file, "");
        if (handedOut.contains(fingerprint)) {
            return false;
        }
        handedOut.add(fingerprint);
        lastHandedOut = new File(file);
        return true;
    }

    /** The scan went through the whole folder. */
    public void completed() {
        complete = true;
    }

    public boolean isComplete() {
        return complete;
    }

    /**
     * Notes a file that this pass downloads to where none was: it says nothing of what the folder held, so it is not
     * counted as found.
     */
    public void brings(RelativePath path) {
        brought.add(brought.fingerprint(path.value(), ""));
    }

    /** Whether this pass downloads, or has downloaded, the file to where none was. */
    public boolean isBrought(String path) {
        return brought.contains(brought.fingerprint(path, ""));
    }

    /** How many files were met, whether or not they need attention; those that are met again count again. */
    public long found() {
        return found;
    }

    /**
     * Whether the scan enters a directory: not one that it went through before, unless {@link #goOn} says that
     * something is left in it.
     */
    public boolean enters(String directory) {
        long fingerprint = entered.fingerprint(directory, "");
        if (entered.contains(fingerprint)) {
            return unfinished.contains(directory);
        }
        boolean enters = mayEnter(directory);
        if (enters) {
            entered.add(fingerprint);
        }
        return enters;
    }

    private boolean mayEnter(String directory) {
        try {
            Path path = Path.of(directory);
            if (ignores.hidesDirectory(relative(directory))) {
                return false;
            }
            FileStat seen = FileStat.of(path);
            if (seen.kind() == FileStat.Kind.FILE) {
                return false; // the scan took a backslash for a slash; tellOddNames reports it
            }
            if (seen.kind() != FileStat.Kind.DIRECTORY && !folder.isReadThrough(path)) {
                problems.report(relative(directory), "is a symbolic link");
                return false;
            }
            if (!Files.isReadable(path) || !Files.isExecutable(path)) {
                unreadable(
                        relative(directory),
                        "is a directory that cannot be read: give that permission to the user '"
                                + System.getProperty("user.name") + "'");
                return false;
            }
            if (seen.kind() == FileStat.Kind.DIRECTORY) {
                watch.meets(relative(directory), seen);
                tellOddNames(relative(directory), seen);
            }
            return true;
        } catch (NoSuchFileException e) {
            return false; // gone again, or a name with a backslash, which tellOddNames reports
        } catch (AccessDeniedException e) {
            unreadable(relative(directory), "cannot be looked at: " + e.getMessage());
            return false;
        } catch (IOException e) {
            return !isProblem(relative(directory), "cannot be looked at: " + e.getMessage());
        }
    }

    /**
     * Whether a file needs no attention: its version is settled, it was handed out before in this look, it is ignored,
     * or it cannot be synchronized.
     */
    public boolean needsNoAttention(String file) {
        if (!unfinished.isEmpty() && handedOut.contains(handedOut.fingerprint(file, ""))) {
            return true;
        }
        String path = relative(file);
        if (ignores.hidesFile(path)) {
            return true;
        }
        try {
            FileStat seen = FileStat.of(Path.of(file));
            return switch (seen.kind()) {
                case FILE -> isInStep(path, seen.version());
                case DIRECTORY -> true;
                case SYMLINK -> isSettledLink(path);
                case SPECIAL -> isProblem(path, "is a FIFO, a socket or a device");
            };
        } catch (NoSuchFileException e) {
            // gone again, or a name that is not valid UTF-8 and was altered in decoding
            return path.indexOf('\uFFFD') < 0 || isProblem(path, "has a name that is not valid UTF-8");
        } catch (AccessDeniedException e) {
            problems.reportFailure(path, "cannot be looked at: " + e.getMessage());
            return true;
        } catch (IOException e) {
            return isProblem(path, "cannot be looked at: " + e.getMessage());
        }
    }

    private void tellOddNames(String directory, FileStat seen) throws IOException {
        oddNames.in(directory, seen)
                .forEach(name -> problems.report(
                        name, "has a backslash in its name, which the scan takes for a slash: give it another name"));
    }

    /** Reports a path that cannot be read as a failure, and remembers it: nothing can be said of what lies below it. */
    private void unreadable(String path, String why) {
        problems.reportFailure(path, why);
        unreadable.add(path);
    }

    /** The directories that could not be read. */
    public Set<String> unreadable() {
        return unreadable;
    }

    private boolean isSettledLink(String path) throws IOException {
        Optional<String> fault = PathRules.fault(path);
        if (fault.isPresent()) {
            return isProblem(path, fault.get());
        }
        try {
            return folder.look(new RelativePath(path))
                    .map(version -> isInStep(path, version))
                    .orElse(true);
        } catch (ObstructedException e) {
            return isProblem(path, String.valueOf(e.getMessage()).replace("'" + path + "' ", ""));
        }
    }

    private boolean isInStep(String path, LocalVersion version) {
        found += isBrought(path) ? 0 : 1;
        if (index.seeLocal(path, version)) {
            prove(path);
            return true;
        }
        Optional<String> fault = PathRules.fault(path).or(() -> location.fault(path));
        return fault.isPresent() && isProblem(path, fault.get());
    }

    /**
     * Lets a file prove its disk, but only if it is in step: one that another disk brought, and that no person has
     * judged, proves nothing.
     */
    private void prove(String path) {
        if (watch.needsProof(path)
                && index.find(new RelativePath(path)).filter(Entry::inStep).isPresent()) {
            watch.noteUnchanged(path);
        }
    }

    private boolean isProblem(String path, String why) {
        problems.report(path, why);
        return true;
    }

    /** The path below the folder of a file that a scan met. */
    public RelativePath path(String file) {
        return new RelativePath(relative(file));
    }

    private String relative(String file) {
        return file.startsWith(root) ? file.substring(root.length()) : file;
    }
}
