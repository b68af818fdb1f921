package dev.caravan.transfer;

import dev.caravan.remote.multipart.Parts;

/**
 * When a file is transferred in parts, and how large they are.
 *
 * @param threshold the size in bytes from which a file is transferred in parts
 * @param part the part size in bytes; larger for a file that would need more than 10,000 parts
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
