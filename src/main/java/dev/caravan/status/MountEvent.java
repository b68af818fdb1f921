package dev.caravan.status;

import static dev.caravan.status.HumanFormat.count;
import static dev.caravan.status.HumanFormat.seconds;
import static dev.caravan.status.HumanFormat.size;
import static dev.caravan.status.HumanFormat.span;
import static dev.caravan.status.HumanFormat.visible;

import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** An event that concerns a mount as a whole, or something in it that is not a path. */
public sealed interface MountEvent extends Event {
    record PassStarted() implements MountEvent {
        @Override
        public Level level() {
            return Level.TRACE;
        }

        @Override
        public String text() {
            return "a pass begins";
        }
    }

    /** @param why this pass lists the bucket */
    record ListingStarted(String why) implements MountEvent {
        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return "lists the bucket: " + why;
        }
    }

    /** A long pass goes on: what it has done so far. */
    record PassUnderWay(PassCounts counts, Duration took) implements MountEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "so far " + counts + " in " + span(took);
        }
    }

    record PassEnded(PassCounts counts, Duration took, boolean succeeded) implements MountEvent {
        @Override
        public Level level() {
            return counts.isWorthALine() && succeeded ? Level.INFO : Level.DEBUG;
        }

        @Override
        public String text() {
            return (level() == Level.DEBUG ? "pass: " : "") + counts + " in " + seconds(took);
        }
    }

    /**
     * The pass as a whole could not be carried out.
     *
     * @param again how long until the next pass begins; empty if none follows
     */
    record PassFailed(
            String why,
            Optional<Duration> again,
            String error,
            @Nullable Throwable cause) implements MountEvent {
        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public String text() {
            return why
                    + again.map(rest -> " Trying again in " + rest.toSeconds() + " s")
                            .orElse("");
        }
    }

    /** @param after how long nothing worked */
    record WorkingAgain(Duration after) implements MountEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "working again after " + span(after);
        }
    }

    /** @param budget the requests of a day */
    record BudgetSpent(long budget) implements MountEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return "used up its request-budget of " + budget
                    + " requests for today: it waits for the next day, which begins at 00:00 UTC";
        }
    }

    record StateChanged(MountState before, MountState now) implements MountEvent {
        @Override
        public Level level() {
            return Level.TRACE;
        }

        @Override
        public String text() {
            return now.toString();
        }
    }

    /** @param trashesExtras whether paths that only the losing side has are deleted */
    record FirstRunStarted(InitialDirection winner, boolean trashesExtras) implements MountEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            String who = switch (winner) {
                case LOCAL -> "the folder wins";
                case S3 -> "S3 wins";
                case MERGE, AUTO -> "the newer version wins";
            };
            return "first run: where the two sides differ " + who + ". Nothing is deleted"
                    + (trashesExtras ? " but what the losing side alone has (initial-extras = trash)" : "");
        }
    }

    /** The side with the newest modification wins a first run. */
    record NewestSideFound(Side winner, Optional<Instant> local, Optional<Instant> remote) implements MountEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "first run: the newest modification is " + (winner == Side.LOCAL ? "in the folder" : "in S3")
                    + " (folder " + known(local) + ", S3 " + known(remote) + "), so "
                    + (winner == Side.LOCAL ? "the folder" : "S3") + " wins where they differ";
        }

        private static String known(Optional<Instant> time) {
            return time.map(Instant::toString).orElse("empty");
        }
    }

    /** @param aside where the damaged index was moved; empty if it was not damaged */
    record IndexRebuilt(Reason reason, String detail, Optional<Path> aside) implements MountEvent {
        /** Why the index begins anew. */
        public enum Reason {
            MISSING("there is no index, although this folder was synchronized before"),
            DAMAGED("the index was damaged"),
            OLD("the index is older than the last one that this folder had"),
            OTHER_PLACE("the index belonged to another endpoint, bucket, prefix or folder");

            private final String text;

            Reason(String text) {
                this.text = text;
            }
        }

        @Override
        public Level level() {
            return reason == Reason.OTHER_PLACE ? Level.INFO : Level.WARN;
        }

        @Override
        public String text() {
            return reason.text + (detail.isEmpty() ? "" : " (" + detail + ")")
                    + ": it is rebuilt, content that both sides share is adopted, nothing is deleted"
                    + aside.map(old -> ". The old one is " + old).orElse("");
        }
    }

    record DeletionsHeld(Side side, String why, Suggestions commands) implements MountEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return "held deletions " + side.where() + ": " + why + ". Copies go on. See them with: "
                    + commands.line("held") + "; then: " + commands.line("approve") + ", or " + commands.line("reject")
                    + " to restore the paths";
        }
    }

    record DeletionsReleased(Side side) implements MountEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "deletions " + side.where() + " are no longer held";
        }
    }

    /** Some deletions are held, and nobody said anything about them yet. */
    record DeletionsWaiting(long held, Suggestions commands) implements MountEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return count(held, "deletion") + " held. See why with: " + commands.line("held");
        }
    }

    /**
     * A path, or a name that cannot be one, is left alone.
     *
     * @param why in words that continue "because it …"
     * @param isNew whether it has not been reported before
     * @param isFailure whether the path should be in step, so that the pass has failed
     */
    record ProblemFound(String path, String why, boolean isNew, boolean isFailure) implements MountEvent {
        @Override
        public Level level() {
            return isNew ? Level.WARN : Level.TRACE;
        }

        @Override
        public String text() {
            return "left " + visible(path) + " alone because it " + why;
        }
    }

    record UploadsAborted(int uploads) implements MountEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "aborted " + count(uploads, "abandoned multipart upload");
        }
    }

    record TrashSwept(long bytes) implements MountEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "removed " + size(bytes) + " of old trash for good";
        }
    }

    record TrashNotSwept(String why) implements MountEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return "cannot remove old trash: " + why;
        }
    }

    record BucketEventUnreadable(String why) implements MountEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return "cannot read a message of bucket-events: " + why + ". The bucket is listed instead";
        }
    }

    record BucketEventsUnavailable(String why) implements MountEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return "cannot read bucket-events from their queue: " + why
                    + ". Each pass lists the bucket until they are back";
        }
    }

    record BucketEventsResumed() implements MountEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "bucket-events are back";
        }
    }

    /** How many paths an undo brought back, could not bring back, and leaves to the next pass. */
    record UndoEnded(int restored, int lost, int waiting) implements MountEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "undo: " + restored + " brought back"
                    + (lost > 0
                            ? ", " + lost
                                    + " could not be, as neither the trash, a version of the bucket nor a trash-prefix"
                                    + " holds them (a conflict copy may)"
                            : "")
                    + (waiting > 0 ? ", " + waiting + " wait for the next pass" : "");
        }
    }

    record IndexNotClosed(String why, @Nullable Throwable cause) implements MountEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return "cannot close the index: " + why;
        }
    }

    /** The Caravan that has the mount open makes the pass that is asked for here. */
    record HandedOver() implements MountEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "the Caravan that has this mount open makes the pass";
        }
    }

    /** What happened there. */
    record Relayed(String said, String severity) implements MountEvent {
        @Override
        public Level level() {
            return Level.valueOf(severity);
        }

        @Override
        public String text() {
            return said;
        }
    }

    /** That pass could not be made, or waited for. */
    record HandOverFailed(String why) implements MountEvent {
        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public String text() {
            return why;
        }
    }

    /** A listener could not take an event. */
    record ListenerFailed(EventListener listener, Throwable cause) implements MountEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return "the listener " + listener.getClass().getName() + " failed: " + cause;
        }
    }

    /** A failure that does no harm, as something else makes up for it. */
    record FailureIgnored(@Nullable Throwable cause) implements MountEvent {
        @Override
        public Level level() {
            return Level.TRACE;
        }

        @Override
        public String text() {
            return String.valueOf(cause);
        }
    }
}
