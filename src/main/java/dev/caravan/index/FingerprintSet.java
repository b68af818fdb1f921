package dev.caravan.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The versions of one side that are settled, as 64-bit fingerprints: a scan asks for each file, a list for each key, and
 * neither reads the index. It remembers which were seen since the look began, so that what was not seen can be told.
 * Eight bytes for a version, and a little; a version is mistaken for a settled one with a chance of about one in 10^13
 * at a million paths.
 */
public final class FingerprintSet {
    private static final int SMALLEST = 64;
    private static final int EMPTY = 0;

    private final int seed;
    private long[] slots = new long[SMALLEST];
    private BitSet seen = new BitSet();
    private int size;
    private int seenCount;

    /** @param seed unlike from run to run, so that nobody can prepare names that share a fingerprint */
    public FingerprintSet(int seed) {
        this.seed = seed;
    }

    public long fingerprint(String path, long a, long b, long c, long d) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        byte[] all = ByteBuffer.allocate(name.length + 32)
                .put(name)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
        return notEmpty(MurmurHash3.hash128x64(all, 0, all.length, seed)[0]);
    }

    public long fingerprint(String path, String version) {
        byte[] all = (path + '\0' + version).getBytes(StandardCharsets.UTF_8);
        return notEmpty(MurmurHash3.hash128x64(all, 0, all.length, seed)[0]);
    }

    private static long notEmpty(long fingerprint) {
        return fingerprint == EMPTY ? 1 : fingerprint;
    }

    /** Forgets what was seen: a new look begins. */
    public synchronized void beginLook() {
        seen = new BitSet(slots.length);
        seenCount = 0;
    }

    /** Whether this version is settled; if so it counts as seen. */
    public synchronized boolean see(long fingerprint) {
        int slot = find(fingerprint);
        if (slots[slot] == EMPTY) {
            return false;
        }
        markSeen(slot);
        return true;
    }

    /** Whether this version is settled. */
    public synchronized boolean contains(long fingerprint) {
        return slots[find(fingerprint)] != EMPTY;
    }

    public synchronized boolean wasSeen(long fingerprint) {
        int slot = find(fingerprint);
        return slots[slot] != EMPTY && seen.get(slot);
    }

    /** Settles a version. What was just done by us counts as seen. */
    public synchronized void add(long fingerprint) {
        if ((size + 1) * 5L > slots.length * 4L) {
            grow();
        }
        int slot = find(fingerprint);
        if (slots[slot] == EMPTY) {
            slots[slot] = fingerprint;
            size++;
        }
        markSeen(slot);
    }

    public synchronized void remove(long fingerprint) {
        int slot = find(fingerprint);
        if (slots[slot] == EMPTY) {
            return;
        }
        clear(slot);
        size--;
        closeGap(slot);
    }

    /** Forgets all of them. */
    public synchronized void clear() {
        slots = new long[SMALLEST];
        seen = new BitSet();
        size = 0;
        seenCount = 0;
    }

    public synchronized int size() {
        return size;
    }

    /** The memory that it takes. */
    synchronized long bytes() {
        return slots.length * 8L + slots.length / 8;
    }

    /** How many settled versions the look has not met. */
    public synchronized int unseen() {
        return size - seenCount;
    }

    private void markSeen(int slot) {
        if (!seen.get(slot)) {
            seen.set(slot);
            seenCount++;
        }
    }

    private void clear(int slot) {
        slots[slot] = EMPTY;
        if (seen.get(slot)) {
            seen.clear(slot);
            seenCount--;
        }
    }

    /** Linear probing: the slot that holds a fingerprint, or the empty one where it belongs. */
    private int find(long fingerprint) {
        int slot = home(fingerprint, slots.length);
        while (slots[slot] != EMPTY && slots[slot] != fingerprint) {
            slot = slot + 1 == slots.length ? 0 : slot + 1;
        }
        return slot;
    }

    /** Any length will do, not only powers of two: the table can grow by half. */
    private static int home(long fingerprint, int length) {
        return (int) Math.multiplyHigh(fingerprint >>> 1, (long) length << 1);
    }

    /** Moves back what was pushed behind a removed slot. */
    private void closeGap(int gap) {
        int slot = gap;
        while (true) {
            slot = slot + 1 == slots.length ? 0 : slot + 1;
            if (slots[slot] == EMPTY) {
                return;
            }
            int home = home(slots[slot], slots.length);
            boolean stays = gap <= slot ? gap < home && home <= slot : gap < home || home <= slot;
            if (!stays) {
                slots[gap] = slots[slot];
                seen.set(gap, seen.get(slot));
                slots[slot] = EMPTY;
                seen.clear(slot);
                gap = slot;
            }
        }
    }

    private void grow() {
        long[] old = slots;
        BitSet oldSeen = seen;
        slots = new long[Math.addExact(old.length, old.length / 2)];
        seen = new BitSet(slots.length);
        for (int i = 0; i < old.length; i++) {
            if (old[i] != EMPTY) {
                int slot = find(old[i]);
                slots[slot] = old[i];
                seen.set(slot, oldSeen.get(i));
            }
        }
    }
}
