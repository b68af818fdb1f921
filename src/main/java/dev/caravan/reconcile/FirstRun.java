package dev.caravan.reconcile;

import dev.caravan.mount.InitialDirection;

/**
 * A first run that is not finished.
 *
 * @param winner the side that wins where the contents differ; never {@link InitialDirection#AUTO}, which is resolved
 *     before
 * @param overridesIndex whether the winner also wins over paths that the index knows, as the user asked for a new first run
 * @param afterLoss whether an earlier index was lost: then nothing is an extra, as it may be somebody's change
 */
public record FirstRun(InitialDirection winner, boolean overridesIndex, boolean afterLoss) {
    public FirstRun(InitialDirection winner, boolean overridesIndex) {
        this(winner, overridesIndex, false);
    }

    public FirstRun {
        if (winner == InitialDirection.AUTO) {
            throw new IllegalArgumentException("A first run needs a winner, not 'auto'");
        }
    }
}
