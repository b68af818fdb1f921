package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.Readme;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** Caravan inside somebody else's Camel application, with the properties that the README gives. */
class LibraryTest extends SyncTest {
    @Test
    void anotherCamelApplicationSynchronizesItsMounts() throws Exception {
        Main main = new Main();
        Properties properties = properties();
        properties.putAll(java.util.Map.of(
                "mounts.photos.folder",
                sync.path("").toString(),
                "mounts.photos.bucket",
                S3Server.BUCKET,
                "mounts.photos.prefix",
                "p/",
                "mounts.photos.endpoint",
                s3.endpoint().toString(),
                "mounts.photos.access-key",
                S3Server.ACCESS_KEY,
                "mounts.photos.secret-key",
                S3Server.SECRET_KEY,
                "mounts.photos.interval",
                "100ms",
                "mounts.photos.settle",
                "10ms"));
        main.setOverrideProperties(properties);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:theirs").routeId("theirs").setBody(constant("still here"));
            }
        });
        sync.write("a.txt", "a");
        main.start();
        try {
            sync.await(() -> s3.contents("p/").containsKey("a.txt"));
            assertThat(main.getCamelContext().createProducerTemplate().requestBody("direct:theirs", ""))
                    .isEqualTo("still here");
        } finally {
            main.stop();
        }
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
    }

    private static Properties properties() throws IOException {
        List<String> blocks = Readme.read().blocks("properties");
        Properties properties = new Properties();
        properties.load(new StringReader(blocks.stream()
                .filter(block -> block.contains("configuration-classes"))
                .findFirst()
                .orElseThrow()));
        return properties;
    }
}
