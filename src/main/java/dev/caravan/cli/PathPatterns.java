package dev.caravan.cli;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;

/** Paths as they are listed, and globs, that a person typed; none of them means all. */
final class PathPatterns {
    private final List<String> patterns;
    private final Set<String> names;

    /** @param names all paths that could be meant: a pattern that is one of them means that path alone */
    PathPatterns(List<String> patterns, Set<String> names) {
        this.patterns = patterns;
        this.names = names;
    }

    boolean mean(String path) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> means(pattern, path));
    }

    /** Those that mean none of the paths. */
    List<String> idle() {
        return patterns.stream()
                .filter(pattern -> names.stream().noneMatch(path -> means(pattern, path)))
                .toList();
    }

    private boolean means(String pattern, String path) {
        return names.contains(pattern) ? pattern.equals(path) : matches(pattern, path);
    }

    private static boolean matches(String pattern, String path) {
        try {
            PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            return glob.matches(Path.of(path));
        } catch (IllegalArgumentException e) {
            return false; // no glob, and no such path; InvalidPathException is one of these
        }
    }
}
