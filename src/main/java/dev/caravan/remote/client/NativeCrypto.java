package dev.caravan.remote.client;

import java.security.Provider;
import java.security.Security;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checksums and ciphers in machine code. Java's own are as fast only once the second compiler has come to them, and a run
 * that ends soon is started without it: see {@code bin/caravan}, which also puts the library on the class path. Nothing
 * happens where Caravan is part of another program, or the library is not there.
 */
public final class NativeCrypto {
    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final boolean WANTED = System.getProperty("caravan.home") != null;

    /** Bytes over which Java would take longer than the library takes to load. */
    private static final long WORTH_IT = 16 * 1024 * 1024;

    private static final AtomicLong EXPECTED = new AtomicLong();

    private static final class Digests {
        private static final boolean LATE = WANTED && SwitchableDigests.install();

        private Digests() {}
    }

    private static final class Library {
        private static final boolean IN_USE = prepare() && install();

        private Library() {}
    }

    private NativeCrypto() {}

    /** To be called before the first request: digests that are made before would never be of the library. */
    static boolean prepare() {
        return Digests.LATE;
    }

    /**
     * To be called before something is read or sent. Loading the library takes half a second, which a run with little to
     * do need not spend.
     *
     * @param bytes how many will be read or sent
     */
    public static void expect(long bytes) {
        if (WANTED && EXPECTED.addAndGet(bytes) >= WORTH_IT) {
            use(); // while one loads it, others wait: that takes less time than a large file would
        }
    }

    /**
     * It is in use from now on, in the whole process.
     *
     * @return whether it is in use
     */
    static boolean use() {
        return Library.IN_USE;
    }

    private static boolean install() {
        try {
            Provider provider =
                    (Provider) Class.forName(PROVIDER).getField("INSTANCE").get(null);
            if (!SwitchableDigests.prefer(provider)) {
                return false;
            }
            Security.insertProviderAt(provider, 2);
            return true;
        } catch (ReflectiveOperationException | LinkageError e) {
            // the JDK's own are slower, and as right
            return false;
        }
    }
}
