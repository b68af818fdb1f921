package dev.caravan.remote.multipart;

/**
 * The parts of a large content, numbered from 0.
 *
 * @param size of the whole, in bytes; not 0
 * @param part bytes of each part but the last, which may be smaller
 */
public record Parts(long size, long part) {
    public int count() {
        return Math.toIntExact((size + part - 1) / part);
    }

    public long start(int number) {
        return number * part;
    }

    /** The bytes of one part. */
    public long length(int number) {
        return Math.min(part, size - start(number));
    }
}
