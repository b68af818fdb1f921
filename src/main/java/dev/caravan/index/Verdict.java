package dev.caravan.index;

/** What a person said to a held deletion. */
public enum Verdict {
    /** It is to be carried out. */
    APPROVED,
    /** The path is to be restored from the side that still has it. */
    REJECTED
}
