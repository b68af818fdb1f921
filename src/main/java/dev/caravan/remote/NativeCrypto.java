package dev.caravan.remote;

import java.security.Provider;
import java.security.Security;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checksums and ciphers in machine code. Java's own are as fast only once the second compiler has come to them, and a run
 * that ends soon is started without it: see {@code bin/caravan}, which also puts the library on the class path. Nothing
 * happens where Caravan is part of another program, or the library is not there.
 */
public final class NativeCrypto {
    private static final Logger LOG = LoggerFactory.getLogger(NativeCrypto.class);
    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private static final class Once {
        private static final boolean IN_USE = System.getProperty("caravan.home") != null && install();

        private Once() {}
    }

    private NativeCrypto() {}

    /**
     * To be called before much is read or sent: it is in use from then on, in the whole process. Loading it takes some
     * tenths of a second, which a run with small files only need not spend.
     *
     * @return whether it is in use
     */
    public static boolean use() {
        return Once.IN_USE;
    }

    private static boolean install() {
        try {
            Provider provider =
                    (Provider) Class.forName(PROVIDER).getField("INSTANCE").get(null);
            if (provider.getService("MessageDigest", "SHA-256") == null) {
                return false;
            }
            Security.insertProviderAt(provider, 1);
            return true;
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.debug("no native checksums: {}", e.toString());
            return false;
        }
    }
}
