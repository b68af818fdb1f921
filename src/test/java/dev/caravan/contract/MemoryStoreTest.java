package dev.caravan.contract;

import dev.caravan.testing.S3Server;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** S3Proxy with the store in memory that the other tests use. */
class MemoryStoreTest extends S3Contract {
    private static S3Server server;

    @BeforeAll
    static void start() {
        server = S3Server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    URI endpoint() {
        return server.endpoint();
    }

    @Override
    String accessKey() {
        return S3Server.ACCESS_KEY;
    }

    @Override
    String secretKey() {
        return S3Server.SECRET_KEY;
    }
}
