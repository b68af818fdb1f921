package dev.caravan.remote.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwitchableDigestsTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final String SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";

    private final Provider before = Security.getProviders("MessageDigest.SHA-256")[0];

    @BeforeEach
    void install() {
        assertThat(SwitchableDigests.install()).isTrue();
    }

    @AfterEach
    void remove() {
        Security.removeProvider("Caravan");
        SwitchableDigests.prefer(before);
    }

    @Test
    void digestAsTheLibraryDoes() throws Exception {
        assertThat(hex(digest("SHA-256").digest(HELLO))).isEqualTo(SHA256);
        assertThat(hex(digest("MD5").digest(HELLO))).isEqualTo(MD5);
        assertThat(digest("SHA-256").getDigestLength()).isEqualTo(32);
        assertThat(digest("MD5").getDigestLength()).isEqualTo(16);
    }

    @Test
    void beginAnewAfterADigestAndAReset() throws Exception {
        MessageDigest digest = digest("SHA-256");
        digest.update((byte) 'x');
        digest.reset();
        digest.update(HELLO[0]);
        digest.update(HELLO, 1, 2);
        digest.update(ByteBuffer.wrap(HELLO, 3, 2));
        MessageDigest copy = (MessageDigest) digest.clone();
        assertThat(hex(digest.digest())).isEqualTo(SHA256);
        assertThat(hex(copy.digest())).isEqualTo(SHA256);
        assertThat(hex(digest.digest(HELLO))).isEqualTo(SHA256);
    }

    @Test
    void oneThatIsThereTakesUpANewLibraryWithItsNextContent() throws Exception {
        MessageDigest digest = digest("SHA-256");
        digest.update(HELLO);
        Counting library = new Counting();
        assertThat(SwitchableDigests.prefer(library)).isTrue();
        assertThat(hex(digest.digest())).isEqualTo(SHA256);
        assertThat(library.asked).isZero();
        assertThat(hex(digest.digest(HELLO))).isEqualTo(SHA256);
        assertThat(library.asked).isEqualTo(1);
    }

    @Test
    void aLibraryThatLacksSomethingIsNotTaken() {
        assertThat(SwitchableDigests.prefer(new Provider("Empty", "1", "") {})).isFalse();
    }

    private static MessageDigest digest(String algorithm) throws Exception {
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        assertThat(digest.getProvider().getName()).isEqualTo("Caravan");
        return digest;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Java's own digests, and how often one was made. */
    private final class Counting extends Provider {
        private static final long serialVersionUID = 1;
        private int asked;

        Counting() {
            super("Counting", "1", "");
            for (String name : new String[] {"SHA-256", "MD5"}) {
                Service service = before.getService("MessageDigest", name);
                putService(new Service(this, "MessageDigest", name, service.getClassName(), null, null) {
                    @Override
                    public Object newInstance(Object parameter) throws java.security.NoSuchAlgorithmException {
                        asked++;
                        return service.newInstance(parameter);
                    }
                });
            }
        }
    }
}
