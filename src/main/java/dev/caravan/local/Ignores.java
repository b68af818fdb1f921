package dev.caravan.local;

import dev.caravan.mount.PathRules;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which paths are left alone on both sides. A pattern without a slash is matched with every name on the path, one with a
 * slash with the path from the top; a slash at the end means directories. Patterns are globs, as in {@link
 * java.nio.file.FileSystem#getPathMatcher}.
 */
public final class Ignores {
    /** Names that Camel's file component never hands out, beside Caravan's own directory. */
    private static final List<String> ALWAYS = List.of(PathRules.RESERVED + "/", ".camel/", "*.camelLock");

    private final List<Predicate<String>> fileNames = new ArrayList<>();
    private final List<Predicate<String>> directoryNames = new ArrayList<>();
    private final List<Predicate<String>> files = new ArrayList<>();
    private final List<Predicate<String>> directories = new ArrayList<>();
    private final List<String> patterns;
    private final List<String> own;
    private volatile @Nullable Consumer<String> listener;

    public Ignores(List<String> patterns) {
        this(patterns, List.of());
    }

    /** @param ownDirectories paths of directories that are hidden, too: no patterns */
    public Ignores(List<String> patterns, List<String> ownDirectories) {
        this.patterns = List.copyOf(patterns);
        ALWAYS.forEach(this::add);
        patterns.forEach(this::add);
        ownDirectories.forEach(each -> directories.add(each::equals));
        this.own = List.copyOf(ownDirectories);
    }

    /** One pattern alone. */
    private Ignores(String pattern) {
        this.patterns = List.of(pattern);
        this.own = List.of();
        add(pattern);
    }

    /** The directories that are hidden for Caravan's own sake. */
    public List<String> own() {
        return own;
    }

    private void add(String pattern) {
        boolean onlyDirectories = pattern.endsWith("/");
        String bare = onlyDirectories ? pattern.substring(0, pattern.length() - 1) : pattern;
        boolean wholePath = bare.indexOf('/') >= 0;
        Predicate<String> matcher = matcher(bare.startsWith("/") ? bare.substring(1) : bare);
        (wholePath ? directories : directoryNames).add(matcher);
        if (!onlyDirectories) {
            (wholePath ? files : fileNames).add(matcher);
        }
    }

    /** The pattern that hides a file at this path, or a directory if it ends with a slash: the first of them, if any does. */
    public Optional<String> patternThatHides(String path) {
        return Stream.concat(ALWAYS.stream(), patterns.stream())
                .filter(pattern -> path.endsWith("/")
                        ? new Ignores(pattern).hidesDirectory(path.substring(0, path.length() - 1))
                        : new Ignores(pattern).hides(path))
                .findFirst()
                .or(() -> own.stream()
                        .filter(directory -> path.startsWith(directory + "/"))
                        .findFirst());
    }

    /** From now on somebody is told each path that is found to be hidden. */
    public void tell(Consumer<String> hidden) {
        listener = hidden;
    }

    private boolean told(boolean hidden, String path) {
        Consumer<String> whoever = listener;
        if (hidden && whoever != null) {
            whoever.accept(path);
        }
        return hidden;
    }

    /** Whether a file at this path is hidden, by its own name or by a directory above it. */
    public boolean hides(String path) {
        int slash = path.lastIndexOf('/');
        return told(hasHiddenName(path) || (slash > 0 && hidesDirectories(path, slash)), path);
    }

    /** As {@link #hides}, of a file in a directory that is known not to be hidden. */
    public boolean hidesFile(String path) {
        return told(hasHiddenName(path), path);
    }

    private boolean hasHiddenName(String path) {
        return any(fileNames, path.substring(path.lastIndexOf('/') + 1)) || any(files, path);
    }

    /** Whether a directory, or one above it, is hidden. */
    public boolean hidesDirectory(String path) {
        return told(hidesDirectories(path, path.length()), path + "/");
    }

    private boolean hidesDirectories(String path, int end) {
        int start = 0;
        while (start < end) {
            int slash = path.indexOf('/', start);
            int stop = slash < 0 || slash > end ? end : slash;
            if (any(directoryNames, path.substring(start, stop)) || any(directories, path.substring(0, stop))) {
                return true;
            }
            start = stop + 1;
        }
        return false;
    }

    private static boolean any(List<Predicate<String>> predicates, String text) {
        for (Predicate<String> predicate : predicates) {
            if (predicate.test(text)) {
                return true;
            }
        }
        return false;
    }

    /** The plain forms are spelt out: they are asked for every file of every scan. */
    private static Predicate<String> matcher(String glob) {
        if (!special(glob)) {
            return glob::equals;
        }
        if (glob.startsWith("*") && !special(glob.substring(1)) && glob.indexOf('/') < 0) {
            String end = glob.substring(1);
            return name -> name.endsWith(end);
        }
        if (glob.endsWith("*") && !special(glob.substring(0, glob.length() - 1)) && glob.indexOf('/') < 0) {
            String start = glob.substring(0, glob.length() - 1);
            return name -> name.startsWith(start);
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        return path -> matches(matcher, path);
    }

    private static boolean matches(PathMatcher matcher, String path) {
        try {
            return matcher.matches(Path.of(path));
        } catch (InvalidPathException e) {
            // no file can have this name: that is a problem to report, not one to hide
            return false;
        }
    }

    private static boolean special(String glob) {
        return glob.chars().anyMatch(c -> "*?[]{}\\".indexOf(c) >= 0);
    }
}
