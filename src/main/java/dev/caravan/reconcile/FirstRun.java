package dev.caravan.reconcile;

import dev.caravan.mount.InitialDirection;

/**
 * A first run that is not finished.
 *
 * @param winner where the contents differ; never {@link InitialDirection#AUTO}, which is resolved before
 * @param overIndex whether the winner also wins over paths that the index knows: when the user asked for a first run anew
 */
public record FirstRun(InitialDirection winner, boolean overIndex) {
    public FirstRun {
        if (winner == InitialDirection.AUTO) {
            throw new IllegalArgumentException("A first run needs a winner, not 'auto'");
        }
    }
}
