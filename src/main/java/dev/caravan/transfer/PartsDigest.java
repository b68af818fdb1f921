package dev.caravan.transfer;

import java.security.MessageDigest;

/** The SHA-256 of the SHA-256s of a content's parts, computed while the content is read from start to end. */
final class PartsDigest extends MessageDigest {
    static final String NAME = "SHA-256 of parts";

    private final long part;
    private final MessageDigest parts = Checksums.sha256();
    private final MessageDigest current = Checksums.sha256();
    private long inCurrent;

    /** @param part bytes of each part but the last, which may be smaller */
    PartsDigest(long part) {
        super(NAME);
        this.part = part;
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int now = (int) Math.min(left, part - inCurrent);
            current.update(input, from, now);
            inCurrent += now;
            from += now;
            left -= now;
            if (inCurrent == part) {
                endPart();
            }
        }
    }

    @Override
    protected byte[] engineDigest() {
        if (inCurrent > 0) {
            endPart();
        }
        return parts.digest();
    }

    @Override
    protected void engineReset() {
        inCurrent = 0;
        current.reset();
        parts.reset();
    }

    private void endPart() {
        parts.update(current.digest());
        inCurrent = 0;
    }
}
