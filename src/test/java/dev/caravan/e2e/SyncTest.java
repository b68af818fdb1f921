package dev.caravan.e2e;

import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every test of the whole needs: a bucket, and a folder that the shipped routes keep in step with it. */
abstract class SyncTest {
    @TempDir
    Path temp;

    S3Server s3;
    Sync sync;

    @BeforeEach
    void prepare() {
        s3 = S3Server.start();
        sync = Sync.of(s3, temp.resolve("folder"));
    }

    @AfterEach
    void end() {
        sync.close();
        s3.close();
    }

    /** Waits until both sides hold the same. */
    void awaitInStep() {
        sync.await(() -> s3.contents("p/").equals(sync.files()));
    }
}
