package dev.caravan.remote.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caravan.testing.ScriptedStore;
import dev.caravan.testing.ScriptedStore.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** A part without an upload that it belongs to would be an object of its own. */
class PartsUploadTest {
    private static final PartsUpload.Register NOBODY = new PartsUpload.Register() {
        @Override
        public void named(String token, String id) {
            // nobody wants to know
        }

        @Override
        public void ended(String token) {
            // nobody wants to know
        }
    };

    @Test
    void sendsNoPartOfAnUploadThatHasNoId(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("f"), "0123456789");
        try (ScriptedStore store = new ScriptedStore();
                S3Client client = S3Client.builder()
                        .endpointOverride(store.endpoint())
                        .forcePathStyle(true)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build()) {
            store.plays(new Reply(200, Map.of(), "<InitiateMultipartUploadResult></InitiateMultipartUploadResult>"));
            PartsUpload upload = new PartsUpload(client, new Parallel(Runnable::run, 1, () -> false), NOBODY);
            PutObjectRequest put =
                    PutObjectRequest.builder().bucket("b").key("k").build();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> upload.send(
                            put,
                            () -> Files.newByteChannel(file),
                            new Parts(10, 5),
                            new PartsUpload.Claim("token", null)));
            assertThat(store.asked()).hasSize(1);
        }
    }
}
