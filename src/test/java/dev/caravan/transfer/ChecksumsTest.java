package dev.caravan.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumsTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path temp;

    @Test
    void areThoseOfS3() throws IOException {
        Path file = Files.writeString(temp.resolve("f"), "hello");
        try (FileChannel channel = FileChannel.open(file)) {
            assertThat(Checksums.of(Checksums.md5(), channel)).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        }
        Path empty = Files.createFile(temp.resolve("empty"));
        try (FileChannel channel = FileChannel.open(empty)) {
            assertThat(Checksums.of(Checksums.md5(), channel)).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 8", "20, 16", "20, 5", "16, 8", "16, 16", "17, 8", "5, 8"})
    void knowAMultipartEtagByTheUsualPartSizes(int mib, int partMib) throws Exception {
        byte[] content = new byte[mib * MIB];
        new Random(mib).nextBytes(content);
        Path file = Files.write(temp.resolve("f"), content);
        String etag = multipart(content, partMib * MIB);
        try (FileChannel channel = FileChannel.open(file)) {
            assertThat(Checksums.isMultipartEtag(etag)).isTrue();
            assertThat(Checksums.isMultipartEtagOf(etag, channel, 0)).isTrue();
            content[3]++;
            assertThat(Checksums.isMultipartEtagOf(multipart(content, partMib * MIB), channel, 0))
                    .isFalse();
        }
    }

    @Test
    void tellFormsOfEtagsApart() {
        assertThat(Checksums.looksLikeMd5("5d41402abc4b2a76b9719d911017c592")).isTrue();
        assertThat(Checksums.looksLikeMd5("5d41402abc4b2a76b9719d911017c592-2")).isFalse();
        assertThat(Checksums.isMultipartEtag("5d41402abc4b2a76b9719d911017c592-2"))
                .isTrue();
        assertThat(Checksums.isMultipartEtag("abc-2")).isFalse();
        assertThat(Checksums.looksLikeMd5("0x8D4BCC2E4835CD0")).isFalse();
    }

    private static String multipart(byte[] content, int part) throws Exception {
        MessageDigest all = MessageDigest.getInstance("MD5");
        int parts = 0;
        for (int start = 0; start < content.length; start += part) {
            MessageDigest one = MessageDigest.getInstance("MD5");
            one.update(content, start, Math.min(part, content.length - start));
            all.update(one.digest());
            parts++;
        }
        return Checksums.hex(all) + "-" + parts;
    }
}
