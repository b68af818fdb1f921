package dev.caravan.transfer;

import dev.caravan.remote.multipart.Parts;

/**
 * When a file is transferred in parts, and how large they are.
 *
 * @param threshold from this many bytes on a file goes in parts
 * @param part bytes of one part, made larger for files that would need more than 10,000
 */
public record Sizes(long threshold, long part) {
    private static final int MOST_PARTS = 10_000;
    private static final long MIB = 1024 * 1024;

    public boolean inParts(long size) {
        return size >= threshold;
    }

    public Parts partsOf(long size) {
        long needed = (size + MOST_PARTS - 1) / MOST_PARTS;
        return new Parts(size, needed <= part ? part : (needed + MIB - 1) / MIB * MIB);
    }
}
