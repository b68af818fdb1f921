package dev.caravan.mount;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A folder paired with a place in a bucket, and how the two are kept in step.
 *
 * @param folder absolute and normalized
 * @param interval between the end of a pass and the start of the next
 * @param lagLimit how long a change may wait before the mount counts as not well
 * @param settle how long a file must have rested before it is read
 * @param ignore patterns of paths that are left alone on both sides
 * @param index where the index lies, if not in the folder's {@code .caravan/}
 */
public record Mount(
        MountName name,
        Path folder,
        Location location,
        Policy policy,
        Duration interval,
        Optional<Duration> lagLimit,
        Duration settle,
        List<String> ignore,
        boolean followSymlinks,
        Optional<Path> index,
        Store store,
        ObjectSettings objects,
        DeletionSafety deletionSafety,
        Limits limits,
        ListingPolicy listing) {
    /** The same mount with its index elsewhere. */
    public Mount withIndex(Path other) {
        return new Mount(
                name,
                folder,
                location,
                policy,
                interval,
                lagLimit,
                settle,
                ignore,
                followSymlinks,
                Optional.of(other),
                store,
                objects,
                deletionSafety,
                limits,
                listing);
    }

    @Override
    public String toString() {
        return name.value();
    }
}
