package dev.caravan.mount;

/** What becomes, on the first run, of paths that only the losing side has. */
public enum InitialExtras implements ConfigWord {
    /** They stay, and are treated as new paths of that side from then on. */
    KEEP,
    /** They are put aside, so that the losing side equals the winning one. */
    TRASH
}
