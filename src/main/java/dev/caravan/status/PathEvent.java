package dev.caravan.status;

import static dev.caravan.status.HumanFormat.seconds;
import static dev.caravan.status.HumanFormat.size;
import static dev.caravan.status.HumanFormat.visible;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** What happened to one path of a mount. */
public sealed interface PathEvent extends Event {
    RelativePath path();

    /** @param took from the decision to the index */
    record Uploaded(
            RelativePath path,
            @Nullable LocalVersion local,
            @Nullable RemoteVersion remote,
            long bytes,
            Duration took) implements PathEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "uploaded " + visible(path) + " (" + size(bytes) + ", " + seconds(took) + ")";
        }
    }

    /** @param took from the decision to the index */
    record Downloaded(
            RelativePath path,
            @Nullable LocalVersion local,
            @Nullable RemoteVersion remote,
            long bytes,
            Duration took) implements PathEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "downloaded " + visible(path) + " (" + size(bytes) + ", " + seconds(took) + ")";
        }
    }

    /** @param local the version that is in the trash now */
    record DeletedLocally(RelativePath path, @Nullable LocalVersion local) implements PathEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "deleted " + visible(path) + " locally (it is in the trash)";
        }
    }

    /** @param remote the version that is gone */
    record DeletedRemotely(RelativePath path, @Nullable RemoteVersion remote) implements PathEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "deleted " + visible(path) + " in S3";
        }
    }

    /** Both sides hold the same content already. */
    record Adopted(
            RelativePath path,
            @Nullable LocalVersion local,
            @Nullable RemoteVersion remote) implements PathEvent {
        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return "adopted " + visible(path) + ": both sides have the same content";
        }
    }

    /** A person rejected a deletion, and the direction of the mount does not allow copying the path back. */
    record LeftUnlike(RelativePath path) implements PathEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "kept " + visible(path) + " on one side only: its deletion was rejected";
        }
    }

    /** The index took note of a path, and nothing was transferred. */
    record Recorded(RelativePath path, Action action) implements PathEvent {
        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return visible(path) + ": " + action.word();
        }
    }

    /** @param bytes that are copied, or deleted */
    record Decided(RelativePath path, Action action, long bytes) implements PathEvent {
        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return visible(path) + ": " + action.word();
        }
    }

    /**
     * Both sides changed a path.
     *
     * @param copy where the older version is now
     * @param side that the older version is from
     */
    record ConflictKept(RelativePath path, RelativePath copy, Side side) implements PathEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return "conflict: both sides changed " + visible(path) + "; the older version is now " + visible(copy);
        }
    }

    /** A version had to give way, and was kept elsewhere; mostly one that the other side never held. */
    record SetAside(RelativePath path, Side side, String where) implements PathEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "set aside what " + side.noun() + " held of " + visible(path) + ": it is " + where;
        }
    }

    record Retried(RelativePath path, String why, String error) implements PathEvent {
        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return "looking again at " + visible(path) + ": " + why;
        }
    }

    /**
     * A path could not be brought in step.
     *
     * @param error the store's code, or the name of the exception
     * @param isLast whether no further pass will try again
     */
    record Failed(
            RelativePath path,
            String why,
            String error,
            boolean isLast,
            @Nullable Throwable cause) implements PathEvent {
        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public String text() {
            return "cannot synchronize " + visible(path) + ": " + why + (isLast ? "" : ". The next pass tries again");
        }
    }

    /** A step of the user's refused a version of a path, which is left alone until it changes. */
    record Refused(RelativePath path, String why) implements PathEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return "refused " + visible(path) + ": " + why + ". It is left alone until it changes";
        }
    }

    /** A step of the user's failed that runs after the action was done and recorded. */
    record PublishFailed(
            RelativePath path,
            Action action,
            String error,
            @Nullable Throwable cause) implements PathEvent {
        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public String text() {
            return "a step behind publish failed for " + visible(path) + " (" + action.word() + "): " + cause
                    + ". What was done is recorded; the step will not see it again";
        }
    }

    /** An undo could not find the version that it was to bring back, and takes a later one instead. */
    record UndoneInstead(RelativePath path, String why) implements PathEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return visible(path) + " " + why;
        }
    }
}
