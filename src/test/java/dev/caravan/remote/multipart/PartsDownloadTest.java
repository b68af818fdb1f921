package dev.caravan.remote.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caravan.testing.ScriptedStore;
import dev.caravan.testing.ScriptedStore.Reply;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Whatever bytes a store sends for a range, those of another one are not taken. */
class PartsDownloadTest {
    private static final String CONTENT = "0123456789abcdefghij";
    private static final int PART = 5;

    private static final PartsDownload.Reader NO_READER = new PartsDownload.Reader() {
        @Override
        public MessageDigest begin(GetObjectResponse said) {
            return null;
        }

        @Override
        public void end(int number, MessageDigest read) {
            // nobody asked for it
        }
    };

    @TempDir
    Path temp;

    /** Answers to the ranges of the content, in order, and whether each is the one that was asked for. */
    private record Answers(List<Reply> replies, boolean right) {}

    private static Answers answers(Random random) {
        List<Reply> replies = new ArrayList<>();
        boolean right = true;
        for (int part = 0; part < CONTENT.length() / PART; part++) {
            int start = random.nextInt(6) == 0 ? random.nextInt(CONTENT.length() - PART) : part * PART;
            boolean says = random.nextInt(8) > 0;
            int size = random.nextInt(10) == 0 ? 25 : CONTENT.length();
            right &= start == part * PART && says && size == CONTENT.length();
            Map<String, String> range =
                    Map.of("Content-Range", "bytes " + start + "-" + (start + PART - 1) + "/" + size);
            replies.add(new Reply(
                    random.nextInt(8) == 0 ? 200 : 206,
                    says ? range : Map.of(),
                    CONTENT.substring(start, start + PART)));
        }
        return new Answers(replies, right);
    }

    @Test
    void aRangeThatIsAnotherOneIsRefused() throws IOException {
        Random random = new Random(11);
        try (ScriptedStore store = new ScriptedStore();
                S3Client client = S3Client.builder()
                        .endpointOverride(store.endpoint())
                        .forcePathStyle(true)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build()) {
            for (int i = 0; i < 60; i++) {
                Answers answers = answers(random);
                store.plays(new Reply(500, Map.of(), ""), answers.replies().toArray(Reply[]::new));
                Path file = Files.write(temp.resolve("f" + i), new byte[0]);
                if (answers.right()) {
                    receive(client, file);
                    assertThat(file).hasContent(CONTENT);
                } else {
                    assertThatExceptionOfType(IOException.class).isThrownBy(() -> receive(client, file));
                }
            }
        }
    }

    private static void receive(S3Client client, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            PartsDownload download = new PartsDownload(client, new Parallel(Runnable::run, 1, () -> false));
            GetObjectRequest request =
                    GetObjectRequest.builder().bucket("b").key("k").build();
            download.receive(request, new Parts(CONTENT.length(), PART), channel, NO_READER);
        }
    }
}
