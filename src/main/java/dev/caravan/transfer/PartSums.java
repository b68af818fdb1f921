package dev.caravan.transfer;

import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The SHA-256s of a content's parts, which may come in any order and from any thread. */
final class PartSums {
    private final long size;
    private final long part;
    private final AtomicReferenceArray<byte[]> sums;

    PartSums(long size, long part) {
        this.size = size;
        this.part = part;
        this.sums = new AtomicReferenceArray<>(Math.toIntExact((size + part - 1) / part));
    }

    int count() {
        return sums.length();
    }

    long start(int number) {
        return number * part;
    }

    /** The bytes of one part: the last may be smaller than the others. */
    long length(int number) {
        return Math.min(part, size - start(number));
    }

    void put(int number, byte[] sum) {
        sums.set(number, sum);
    }

    /** What is to be recorded of the content, once all have come. */
    String recorded() {
        MessageDigest all = Checksums.sha256();
        for (int number = 0; number < count(); number++) {
            all.update(sums.get(number));
        }
        return Sha256.inParts(Checksums.hex(all), part);
    }
}
