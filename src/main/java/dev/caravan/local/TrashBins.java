package dev.caravan.local;

import java.time.Instant;

/** The trash bins of the pass that goes on. Safe for several threads. */
public final class TrashBins {
    private final Trash trash;
    private volatile Instant pass = Instant.EPOCH;

    public TrashBins(Trash trash) {
        this.trash = trash;
    }

    /** From now on what is put aside belongs to the pass that began at this time. */
    public void begin(Instant pass) {
        this.pass = pass;
    }

    /** When the pass that goes on began. */
    public Instant pass() {
        return pass;
    }

    /** Where files go. */
    public Trash.Bin local() {
        return trash.bin(pass);
    }

    /** Where copies of objects go that the folder never held. */
    public Trash.Bin remote() {
        return trash.remoteBin(pass);
    }
}
