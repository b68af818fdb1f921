package dev.caravan.sync.plan;

import dev.caravan.index.Held;
import dev.caravan.reconcile.Action;
import java.util.List;
import java.util.Map;

/**
 * What the next pass over a mount would come to.
 *
 * @param sums the steps, by action; what only the index takes note of is left out
 * @param held the deletions that would be held
 * @param problems the paths that would be left alone, each with the reason
 * @param ignored some of the paths that a pattern hides, each with the pattern
 * @param ignoredPaths how many paths patterns hide on both sides together; a directory counts once
 * @param notes what else the pass would say, such as that it is a first run
 */
public record Plan(
        Map<Action, Sum> sums,
        List<Held> held,
        Map<String, String> problems,
        Map<String, String> ignored,
        long ignoredPaths,
        List<String> notes) {
    /**
     * Some steps.
     *
     * @param bytes that are copied or deleted
     */
    public record Sum(long paths, long bytes) {
        static final Sum NOTHING = new Sum(0, 0);

        Sum and(PlannedStep step) {
            return new Sum(paths + 1, bytes + step.bytes());
        }
    }

    /** How many paths are not in step: those that the pass would see to, those that are held, and those with problems. */
    public long waiting() {
        return sums.values().stream().mapToLong(Sum::paths).sum() + held.size() + problems.size();
    }
}
