package dev.caravan.transfer;

import dev.caravan.remote.multipart.Parts;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** The SHA-256s of a content's parts, which may come in any order and from any thread. */
final class PartSums {
    private final Parts parts;
    private final AtomicReferenceArray<byte[]> sums;

    PartSums(Parts parts) {
        this.parts = parts;
        this.sums = new AtomicReferenceArray<>(parts.count());
    }

    void put(int number, byte[] sum) {
        sums.set(number, sum);
    }

    /** Whether all have come. */
    boolean isComplete() {
        return IntStream.range(0, parts.count()).allMatch(number -> sums.get(number) != null);
    }

    /** That of a part, in hex, once it has come. */
    String hex(int number) {
        return HexFormat.of().formatHex(sums.get(number));
    }

    /** What is to be recorded of the content, once all have come. */
    String recorded() {
        MessageDigest all = Checksums.sha256();
        for (int number = 0; number < parts.count(); number++) {
            all.update(sums.get(number));
        }
        return Sha256.inParts(Checksums.hex(all), parts.part());
    }
}
