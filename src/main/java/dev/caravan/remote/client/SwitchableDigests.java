package dev.caravan.remote.client;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 and MD5 of whichever library is the best when a digest begins to read. The AWS SDK keeps its digests for the next
 * request: those that it made before {@link NativeCrypto} came into use would be Java's for good.
 */
final class SwitchableDigests extends Provider {
    private static final long serialVersionUID = 1;
    private static final List<String> ALGORITHMS = List.of("SHA-256", "MD5");

    private static volatile @Nullable Provider best;

    @SuppressWarnings("this-escape")
    private SwitchableDigests() {
        super("Caravan", "1.0", "SHA-256 and MD5 of the best library at hand");
        put("MessageDigest.SHA-256", LateSha256.class.getName());
        put("MessageDigest.MD5", Md5.class.getName());
    }

    /**
     * From now on each new digest of this process is a late one, unless no library has both.
     *
     * @return whether it is so
     */
    static boolean install() {
        if (Arrays.stream(Security.getProviders()).noneMatch(SwitchableDigests::prefer)) {
            return false;
        }
        return Security.insertProviderAt(new SwitchableDigests(), 1) == 1;
    }

    /** Whether a library has all that is needed; it is then the best. */
    static boolean prefer(Provider provider) {
        boolean complete = !(provider instanceof SwitchableDigests)
                && ALGORITHMS.stream().allMatch(name -> provider.getService("MessageDigest", name) != null);
        if (complete) {
            best = provider;
        }
        return complete;
    }

    public static final class LateSha256 extends Late {
        public LateSha256() {
            super("SHA-256", 32);
        }
    }

    public static final class Md5 extends Late {
        public Md5() {
            super("MD5", 16);
        }
    }

    private abstract static class Late extends MessageDigestSpi implements Cloneable {
        private final String algorithm;
        private final int length;
        private @Nullable MessageDigest current;
        private boolean reading;

        private Late(String algorithm, int length) {
            this.algorithm = algorithm;
            this.length = length;
        }

        private MessageDigest current() {
            MessageDigest digest = current;
            Provider library = Objects.requireNonNull(best, "not installed");
            if (digest == null || (!reading && !isOf(digest, library))) {
                try {
                    digest = MessageDigest.getInstance(algorithm, library);
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("Every library has " + algorithm, e);
                }
                current = digest;
            }
            reading = true;
            return digest;
        }

        /** Providers are equal where all that they offer is: names are enough, and quicker. */
        private static boolean isOf(MessageDigest digest, Provider library) {
            return digest.getProvider().getName().equals(library.getName());
        }

        @Override
        protected int engineGetDigestLength() {
            return length;
        }

        @Override
        protected void engineUpdate(byte input) {
            current().update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int count) {
            current().update(input, offset, count);
        }

        @Override
        protected void engineUpdate(ByteBuffer input) {
            current().update(input);
        }

        @Override
        protected byte[] engineDigest() {
            byte[] digest = current().digest();
            reading = false;
            return digest;
        }

        @Override
        protected void engineReset() {
            if (current != null) {
                current.reset();
            }
            reading = false;
        }

        @Override
        public Object clone() throws CloneNotSupportedException {
            Late copy = (Late) super.clone();
            copy.current = current == null ? null : (MessageDigest) current.clone();
            return copy;
        }
    }
}
