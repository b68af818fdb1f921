package dev.caravan.sync.guard;

/**
 * What a look at one side showed.
 *
 * @param complete whether the look saw everything that is there
 * @param samePlace whether it looked at the same directory of the same file system as before
 * @param found how many files or objects it found
 * @param known how many the index says there should be
 * @param gone how many of the known ones are missing, and would therefore be deleted on the other side
 * @param modified how many of the known ones have another content
 * @param recent how many more went that way within the last {@link Guard#WINDOW}, without a person having been asked
 */
public record Evidence(
        boolean complete, boolean samePlace, long found, long known, long gone, long modified, long recent) {
    /** Whether the look can be relied on: it was complete, it was at the same place, and it found something. */
    public boolean reliable() {
        return complete && samePlace && found > 0;
    }
}
