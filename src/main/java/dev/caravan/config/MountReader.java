package dev.caravan.config;

import dev.caravan.mount.ConflictPolicy;
import dev.caravan.mount.DeletionSafety;
import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.InitialExtras;
import dev.caravan.mount.Limits;
import dev.caravan.mount.ListingPolicy;
import dev.caravan.mount.Location;
import dev.caravan.mount.Mount;
import dev.caravan.mount.MountName;
import dev.caravan.mount.ObjectSettings;
import dev.caravan.mount.PathRules;
import dev.caravan.mount.Policy;
import dev.caravan.mount.S3ClientKind;
import dev.caravan.mount.Secret;
import dev.caravan.mount.Store;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the settings of one mount. */
final class MountReader {
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/.+");

    private final String name;
    private final SettingsCollector lookup;

    MountReader(String name, SettingsCollector lookup) {
        this.name = name;
        this.lookup = lookup;
    }

    /** Empty where the settings are not enough for a mount; what is wrong is in the lookup's faults. */
    Optional<Mount> read() {
        Optional<Path> folder = required(MountKey.FOLDER, "is missing: set the folder to synchronize")
                .flatMap(this::folder);
        Optional<String> bucket = required(MountKey.BUCKET, "is missing: set the bucket's name");
        Policy policy = policy();
        Store store = store();
        ObjectSettings objects = objects();
        DeletionSafety deletionSafety = deletionSafety();
        Duration interval = value(MountKey.INTERVAL, MountReader::interval);
        Duration settle = value(MountKey.SETTLE, Values::duration);
        List<String> ignore =
                lookup.isBlank(key(MountKey.IGNORE)) ? List.of() : value(MountKey.IGNORE, MountReader::patterns);
        boolean follow = value(MountKey.SYMLINKS, MountReader::follow);
        Optional<Path> index = text(MountKey.INDEX).flatMap(path -> path(MountKey.INDEX, path));
        Limits limits = new Limits(
                value(MountKey.BANDWIDTH, Timetables::bandwidth),
                value(MountKey.REQUESTS_PER_SECOND, Timetables::requests),
                value(MountKey.REQUEST_BUDGET, MountReader::budget));
        String prefix = value(MountKey.PREFIX, MountReader::prefix);
        if (deletionSafety.trashPrefix().filter(prefix::equals).isPresent()) {
            lookup.fault(
                    key(MountKey.TRASH_PREFIX) + " = '" + prefix + "' is the mount's own prefix: choose another one");
        }
        if (folder.isEmpty() || bucket.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Mount(
                new MountName(name),
                folder.get(),
                new Location(bucket.get(), prefix),
                policy,
                interval,
                value(MountKey.LAG_LIMIT, MountReader::lagLimit),
                settle,
                ignore,
                follow,
                index,
                store,
                objects,
                deletionSafety,
                limits,
                listing()));
    }

    private ListingPolicy listing() {
        Optional<URI> events = text(MountKey.BUCKET_EVENTS).isPresent()
                ? Optional.of(lookup.value(key(MountKey.BUCKET_EVENTS), "http://localhost/queue", MountReader::queue))
                : Optional.empty();
        String standard = events.isPresent() ? "1h" : "0s";
        return new ListingPolicy(lookup.value(key(MountKey.LIST_INTERVAL), standard, Values::duration), events);
    }

    private static URI queue(String text) {
        URI url = Values.url(text);
        if (url.getPath().length() < 2) {
            throw new IllegalArgumentException(
                    "is not the URL of a queue, such as https://sqs.eu-central-1.amazonaws.com/123456789012/changes");
        }
        return url;
    }

    private Policy policy() {
        Direction direction = value(MountKey.DIRECTION, text -> Values.word(Direction.class, text));
        InitialDirection standard = switch (direction) {
            case UPLOAD -> InitialDirection.LOCAL;
            case DOWNLOAD -> InitialDirection.S3;
            case TWO_WAY -> InitialDirection.MERGE;
        };
        return new Policy(
                direction,
                lookup.value(
                        key(MountKey.INITIAL_DIRECTION),
                        standard.word(),
                        text -> Values.word(InitialDirection.class, text)),
                value(MountKey.INITIAL_EXTRAS, text -> Values.word(InitialExtras.class, text)),
                value(MountKey.DELETIONS, text -> Values.word(Deletions.class, text)),
                value(MountKey.CONFLICTS, text -> Values.word(ConflictPolicy.class, text)));
    }

    private Store store() {
        Optional<String> access = text(MountKey.ACCESS_KEY);
        Optional<Secret> secret = text(MountKey.SECRET_KEY).map(Secret::new);
        if (access.isPresent() != secret.isPresent()) {
            lookup.fault(key(access.isPresent() ? MountKey.SECRET_KEY : MountKey.ACCESS_KEY)
                    + " is missing: set both access-key and secret-key, or neither");
        }
        if (access.isEmpty() && text(MountKey.SESSION_TOKEN).isPresent()) {
            lookup.fault(
                    key(MountKey.SESSION_TOKEN) + " is set without access-key and secret-key: set all three, or none");
        }
        Optional<URI> endpoint = text(MountKey.ENDPOINT).isPresent()
                ? Optional.of(lookup.value(key(MountKey.ENDPOINT), "http://localhost", Values::url))
                : Optional.empty();
        return new Store(
                text(MountKey.REGION),
                text(MountKey.PROFILE),
                text(MountKey.ROLE).map(role -> value(MountKey.ROLE, MountReader::role)),
                endpoint,
                value(MountKey.PATH_STYLE, Values::auto),
                access,
                access.isPresent() ? secret : Optional.empty(),
                text(MountKey.SESSION_TOKEN).map(Secret::new),
                value(MountKey.CHECKSUMS, MountReader::checksumsWhenSupported),
                value(MountKey.CHUNKED_ENCODING, Values::auto),
                value(MountKey.S3_CLIENT, text -> Values.word(S3ClientKind.class, text)));
    }

    private ObjectSettings objects() {
        return new ObjectSettings(
                text(MountKey.KMS_KEY),
                text(MountKey.STORAGE_CLASS),
                value(MountKey.ETAGS, MountReader::etagsAreMd5),
                value(MountKey.CONDITIONAL_WRITES, Values::auto));
    }

    private DeletionSafety deletionSafety() {
        return new DeletionSafety(
                value(MountKey.DELETION_LIMIT, Values::percent),
                value(MountKey.DELETION_LIMIT_PATHS, Values::count),
                value(MountKey.DELETE_AFTER, Values::duration),
                value(MountKey.TRASH_RETENTION, Values::duration),
                value(MountKey.TRASH_MINIMUM_AGE, Values::duration),
                value(MountKey.TRASH_SIZE, Values::size),
                Optional.of(value(MountKey.TRASH_PREFIX, MountReader::trashPrefix))
                        .filter(prefix -> !prefix.isEmpty()),
                value(MountKey.CONFLICT_COPIES, Values::count));
    }

    private Optional<Path> folder(String text) {
        Optional<String> unfit =
                Stream.of("?", "\\", "${").filter(text::contains).findFirst();
        if (unfit.isPresent()) {
            lookup.fault(key(MountKey.FOLDER) + " = '" + text + "' contains '" + unfit.get()
                    + "', which Camel's file component cannot have in the path of a folder: rename it");
            return Optional.empty();
        }
        Optional<Path> folder = path(MountKey.FOLDER, text);
        if (folder.isPresent() && folder.get().getNameCount() == 0) {
            lookup.fault(key(MountKey.FOLDER) + " = '" + text + "' is a whole file system: choose a directory in it");
            return Optional.empty();
        }
        return folder;
    }

    private static String trashPrefix(String text) {
        String prefix = prefix(text);
        if (prefix.isEmpty() && !text.isBlank()) {
            throw new IllegalArgumentException(
                    "is not a directory: leave it out for none, or choose one such as .trash");
        }
        return prefix;
    }

    private Optional<Path> path(MountKey key, String text) {
        try {
            String home = text.equals("~") || text.startsWith("~/")
                    ? System.getProperty("user.home") + text.substring(1)
                    : text;
            return Optional.of(Path.of(home).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            lookup.fault(key(key) + " = '" + text + "' is not a path: " + e.getReason());
            return Optional.empty();
        }
    }

    private Optional<String> required(MountKey key, String missing) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            lookup.fault(key(key) + " " + missing);
        }
        return text;
    }

    private static String prefix(String text) {
        String bare = text.replaceAll("^/+|/+$", "");
        if (!bare.isEmpty()) {
            PathRules.fault(bare).ifPresent(fault -> {
                throw new IllegalArgumentException("cannot be a directory in a bucket because it " + fault);
            });
        }
        return bare;
    }

    private static Duration interval(String text) {
        Duration interval = Values.duration(text);
        if (interval.isZero()) {
            throw new IllegalArgumentException("would leave no rest between two passes: 1s is a short one");
        }
        return interval;
    }

    private static OptionalLong budget(String text) {
        if (text.equals("unlimited")) {
            return OptionalLong.empty();
        }
        int budget = Values.count(text);
        if (budget == 0) {
            throw new IllegalArgumentException("would send nothing at all: leave it out, or set how many a day");
        }
        return OptionalLong.of(budget);
    }

    private static Optional<Duration> lagLimit(String text) {
        return text.equals("none") ? Optional.empty() : Optional.of(Values.duration(text));
    }

    private static List<String> patterns(String text) {
        List<String> patterns = Stream.of(text.split(","))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .toList();
        for (String pattern : patterns) {
            try {
                FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("has a pattern that is not a glob: '" + pattern + "'", e);
            }
        }
        return patterns;
    }

    private static boolean follow(String text) {
        return switch (text) {
            case "follow" -> true;
            case "skip" -> false;
            default -> throw new IllegalArgumentException("is not one of: skip, follow");
        };
    }

    private static boolean etagsAreMd5(String text) {
        return switch (text) {
            case "md5" -> true;
            case "opaque" -> false;
            default -> throw new IllegalArgumentException("is not one of: md5, opaque");
        };
    }

    private static Optional<Boolean> checksumsWhenSupported(String text) {
        return switch (text) {
            case "auto" -> Optional.empty();
            case "when-supported" -> Optional.of(true);
            case "when-required" -> Optional.of(false);
            default -> throw new IllegalArgumentException("is not one of: auto, when-supported, when-required");
        };
    }

    private static String role(String text) {
        if (!text.isEmpty() && !ROLE.matcher(text).matches()) {
            throw new IllegalArgumentException("is not the ARN of a role, such as arn:aws:iam::123456789012:role/sync");
        }
        return text;
    }

    private <T> T value(MountKey key, Function<String, T> parser) {
        return lookup.value(key(key), key.standard(), parser);
    }

    private Optional<String> text(MountKey key) {
        return lookup.text(key(key));
    }

    private String key(MountKey key) {
        return "mounts." + name + "." + key.key();
    }
}
