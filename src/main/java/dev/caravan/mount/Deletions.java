package dev.caravan.mount;

/** Whether a deletion on one side is carried out on the other. */
public enum Deletions implements ConfigWord {
    MIRROR,
    /** Nothing is deleted anywhere. */
    KEEP
}
