package dev.caravan.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.remote.multipart.Parts;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
    private static final int PART = 1_000;

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(ints = {1, 999, 1_000, 1_001, 2_000, 12_345})
    void ofPartsIsTheSameInOneGoAndPartByPart(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Parts parts = new Parts(size, PART);
        PartSums sums = new PartSums(parts);
        for (int number = parts.count() - 1; number >= 0; number--) {
            MessageDigest part = Checksums.sha256();
            part.update(content, (int) parts.start(number), (int) parts.length(number));
            assertThat(sums.isComplete()).isFalse();
            sums.put(number, part.digest());
        }
        assertThat(sums.isComplete()).isTrue();
        String recorded = sums.recorded();
        assertThat(recorded).endsWith("/1000");
        MessageDigest digest = Sha256.digest(recorded);
        for (int again = 0; again < 2; again++) {
            for (int start = 0; start < size; start += 7) {
                digest.update(content, start, Math.min(7, size - start));
            }
            assertThat(Checksums.hex(digest)).isEqualTo(Sha256.hex(recorded));
        }
        assertThat(isOf(recorded, content)).isTrue();
        content[size / 2] ^= 1;
        assertThat(isOf(recorded, content)).isFalse();
    }

    @Test
    void ofTheWholeIsWhatEverybodyKnows() throws Exception {
        String hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        assertThat(isOf(hello, "hello".getBytes(UTF_8))).isTrue();
        assertThat(isOf(hello, "hallo".getBytes(UTF_8))).isFalse();
    }

    private boolean isOf(String recorded, byte[] content) throws Exception {
        try (FileChannel channel = FileChannel.open(Files.write(temp.resolve("f"), content))) {
            return Sha256.isOf(recorded, channel);
        }
    }
}
