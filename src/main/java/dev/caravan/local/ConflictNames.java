package dev.caravan.local;

import dev.caravan.mount.RelativePath;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of conflict copies: {@code name.conflict-<time>-<host>.ext}, never longer than a name may be. */
public final class ConflictNames {
    /** Part of the name of every conflict copy. */
    public static final String MARK = ".conflict-";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern COPY =
            Pattern.compile(".*\\.conflict-\\d{8}-\\d{6}-[A-Za-z0-9-]*(\\.[^.]*)?", Pattern.DOTALL);
    private static final int TIME_LENGTH = 15;
    private static final int NAME_BYTES = 255;
    private static final int LONGEST_EXTENSION = 20;
    private static final int LONGEST_HOST = 30;

    private final String host;

    public ConflictNames(String host) {
        String plain = host.replaceAll("[^A-Za-z0-9-]", "-");
        this.host = plain.substring(0, Math.min(LONGEST_HOST, plain.length()));
    }

    /**
     * The name of the conflict copy of a version; always the same for the same version.
     *
     * @param number 1, or higher if other versions of the same second have the lower numbers
     */
    public RelativePath of(RelativePath path, Instant modified, int number) {
        String name = path.name();
        int dot = name.lastIndexOf('.');
        boolean extended = dot > 0 && name.length() - dot <= LONGEST_EXTENSION;
        String extension = extended ? name.substring(dot) : "";
        String mark = MARK + TIME.format(modified) + "-" + host + (number == 1 ? "" : "-" + number) + extension;
        return path.sibling(shortened(extended ? name.substring(0, dot) : name, NAME_BYTES - bytes(mark)) + mark);
    }

    /** The modification time in the name of a conflict copy, to the second; the epoch if the name contains none. */
    static Instant madeOf(String name) {
        int time = name.lastIndexOf(MARK) + MARK.length();
        try {
            return TIME.parse(name.substring(time, time + TIME_LENGTH), Instant::from);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Whether a path is a conflict copy itself: such a one never gets another. */
    public static boolean isCopy(RelativePath path) {
        return COPY.matcher(path.name()).matches();
    }

    /** The path that a conflict copy is one of; empty if its name was shortened, so that it does not tell. */
    public static Optional<RelativePath> originalOf(RelativePath copy) {
        String name = copy.name();
        Matcher matcher = COPY.matcher(name);
        if (!matcher.matches() || bytes(name) >= NAME_BYTES - 3) {
            return Optional.empty();
        }
        String extension = matcher.group(1) == null ? "" : matcher.group(1);
        return Optional.of(copy.sibling(name.substring(0, name.lastIndexOf(MARK)) + extension));
    }

    /**
     * The name under which a conflict copy stays as a file of its own: {@code name.kept-<time>-<host>.ext}.
     *
     * @param number 1, or higher if the lower ones are taken
     */
    static RelativePath kept(RelativePath copy, int number) {
        String name = copy.name();
        int mark = name.lastIndexOf(MARK);
        return copy.sibling(name.substring(0, mark)
                + (number == 1 ? ".kept-" : ".kept" + number + "-")
                + name.substring(mark + MARK.length()));
    }

    /**
     * Whether a name is that of a conflict copy of a file. Also true for a copy of another file whose long name begins
     * the same.
     */
    static boolean isCopyOf(String name, String original) {
        Matcher copy = COPY.matcher(name);
        if (!copy.matches()) {
            return false;
        }
        String stem = name.substring(0, name.lastIndexOf(MARK));
        String extension = copy.group(1) == null ? "" : copy.group(1);
        boolean shortened = bytes(name) >= NAME_BYTES - 3 && original.startsWith(stem);
        return original.equals(stem + extension) || (shortened && original.endsWith(extension));
    }

    private static String shortened(String stem, int bytes) {
        int length = stem.length();
        while (bytes(stem.substring(0, length)) > bytes) {
            length = stem.offsetByCodePoints(length, -1);
        }
        return stem.substring(0, length);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
