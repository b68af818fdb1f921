package dev.caravan.mount;

/** Everything that decides what a difference between the two sides of a mount means. */
public record Policy(
        Direction direction,
        InitialDirection initialDirection,
        InitialExtras initialExtras,
        Deletions deletions,
        ConflictPolicy conflicts) {}
