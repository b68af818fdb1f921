package dev.caravan.sync.session;

import dev.caravan.local.ConflictNames;
import dev.caravan.local.UserState;
import dev.caravan.remote.multipart.Parallel;
import dev.caravan.transfer.Sizes;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all mounts of a program share.
 *
 * @param parallel runs the parts of large files side by side
 * @param typeOfName guesses the content type of a file name; null where it cannot
 * @param user what is remembered of mounts in the user's state directory
 */
public record Environment(
        Parallel parallel,
        Sizes sizes,
        Function<String, @Nullable String> typeOfName,
        ConflictNames conflictNames,
        UserState user,
        Clock clock) {
    /** The times of files are the machine's, whatever clock the passes go by. */
    static final Clock MACHINE = Clock.systemUTC();

    /** What looking at mounts needs, without changing anything, on one thread. */
    public static Environment toLook(long multipartThreshold, long partSize, UserState user) {
        return new Environment(
                new Parallel(Runnable::run, 1, () -> false),
                new Sizes(multipartThreshold, partSize),
                name -> null,
                new ConflictNames("nobody"),
                user,
                MACHINE);
    }
}
