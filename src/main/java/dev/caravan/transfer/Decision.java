package dev.caravan.transfer;

import dev.caravan.reconcile.Action;

/** What to do about a path, and the path state on which that was decided. */
public record Decision(PathState pathState, Action action) {}
