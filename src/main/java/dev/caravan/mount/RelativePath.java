package dev.caravan.mount;

import java.util.Optional;

/**
 * A path below a mount's folder and, at the same time, below its prefix: segments joined by {@code /}, none of them
 * empty, {@code .}, {@code ..} or reserved. Ordered by UTF-8 bytes, as S3 lists keys.
 */
public record RelativePath(String value) implements Comparable<RelativePath> {
    public RelativePath {
        Optional<String> fault = PathRules.fault(value);
        if (fault.isPresent()) {
            throw new IllegalArgumentException("'" + value + "' cannot be a path because it " + fault.get());
        }
    }

    /** The last segment. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** The path without its last segment; empty at the top. */
    public Optional<RelativePath> parent() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(new RelativePath(value.substring(0, slash)));
    }

    /** Another name in the same directory. */
    public RelativePath sibling(String name) {
        return new RelativePath(value.substring(0, value.lastIndexOf('/') + 1) + name);
    }

    @Override
    public int compareTo(RelativePath other) {
        return Utf8Order.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
