package dev.caravan.pass;

import dev.caravan.reconcile.Action;
import dev.caravan.transfer.PathState;

/** What is to be done about a path, and what that rests on. */
public record Decision(PathState pathState, Action action) {}
