package dev.caravan.contract;

import dev.caravan.testing.S3Server;
import java.net.URI;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** S3Proxy with its own store. */
class S3ProxyStoreTest extends S3Contract {
    private static S3Server server;

    @BeforeAll
    static void start() {
        server = S3Server.start(new TransientNio2BlobStore());
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
