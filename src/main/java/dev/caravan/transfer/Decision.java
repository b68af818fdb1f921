package dev.caravan.transfer;

import dev.caravan.reconcile.Action;

/** What is to be done about a path, and what that rests on. */
public record Decision(PathState pathState, Action action) {}
