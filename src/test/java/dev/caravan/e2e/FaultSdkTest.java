package dev.caravan.e2e;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The same with the AWS SDK alone, in the search, as it mostly waits. */
@Tag("search")
class FaultSdkTest extends FaultTest {
    @BeforeEach
    void useTheSdk() {
        sync.set("s3-client", "sdk");
    }
}
