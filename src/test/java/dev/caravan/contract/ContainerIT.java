package dev.caravan.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.testing.S3Image;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** S3Mock in a container. */
class ContainerIT extends S3Contract {
    private static final int PORT = 9090;
    private static final String NO_DOCKER = "There is no Docker here, so the test of a store in a container is skipped";

    private static GenericContainer<?> container;

    @BeforeAll
    static void start() {
        boolean docker = DockerClientFactory.instance().isDockerAvailable();
        if (!docker) {
            LoggerFactory.getLogger(ContainerIT.class).warn(NO_DOCKER);
        }
        assumeTrue(docker, NO_DOCKER);
        container = new GenericContainer<>(DockerImageName.parse(S3Image.name()))
                .withExposedPorts(PORT)
                .waitingFor(Wait.forHttp("/").forPort(PORT).forStatusCode(200));
        container.start();
    }

    @AfterAll
    static void stop() {
        if (container != null) {
            container.stop();
        }
    }

    @Override
    URI endpoint() {
        return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
    }

    @Override
    String accessKey() {
        return "any";
    }

    @Override
    String secretKey() {
        return "any";
    }
}
