package dev.caravan.mount;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which relative paths can be both a file in a folder and a key in a bucket. */
public final class PathRules {
    /** The folder's own directory for what Caravan keeps there; never synchronized, at any depth. */
    public static final String RESERVED = ".caravan";

    private static final int NAME_BYTES = 255;
    private static final int PATH_BYTES = 4000;

    private PathRules() {}

    /** Why this path cannot be a file, in words that continue "because it …"; empty where it can. */
    public static Optional<String> fault(String path) {
        if (path.isEmpty()) {
            return Optional.of("is empty");
        }
        if (path.indexOf('\0') >= 0) {
            return Optional.of("contains a NUL character");
        }
        if (hasLoneSurrogate(path)) {
            return Optional.of("is not valid Unicode");
        }
        for (String segment : path.split("/", -1)) {
            Optional<String> fault = segmentFault(segment);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return path.length() > PATH_BYTES / 4 && bytes(path) > PATH_BYTES
                ? Optional.of("is longer than " + PATH_BYTES + " bytes")
                : Optional.empty();
    }

    private static Optional<String> segmentFault(String segment) {
        if (segment.isEmpty()) {
            return Optional.of("has an empty segment ('//', or a '/' at the start or end)");
        }
        if (segment.equals(".") || segment.equals("..")) {
            return Optional.of("has a '" + segment + "' segment");
        }
        if (segment.equals(RESERVED)) {
            return Optional.of("lies in '" + RESERVED + "', which Caravan keeps for itself");
        }
        return segment.length() > NAME_BYTES / 4 && bytes(segment) > NAME_BYTES
                ? Optional.of("has a name longer than " + NAME_BYTES + " bytes")
                : Optional.empty();
    }

    private static boolean hasLoneSurrogate(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < path.length() && Character.isLowSurrogate(path.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
