package dev.caravan.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/** The image of S3Mock: the one that was built on this machine, else the public one, else built now. */
public final class S3Image {
    private static final String LOCAL = "localhost/caravan-s3mock:5.2.0";
    private static final String PUBLIC = "adobe/s3mock:5.2.0";

    private S3Image() {}

    /** {@code -Dit.s3.image=…} names another. */
    public static String name() {
        String named = System.getProperty("it.s3.image", "");
        if (!named.isEmpty()) {
            return named;
        }
        DockerClient docker = DockerClientFactory.instance().client();
        if (isThere(docker, LOCAL)) {
            return LOCAL;
        }
        if (isThere(docker, PUBLIC) || isPulled(docker, PUBLIC)) {
            return PUBLIC;
        }
        build();
        return LOCAL;
    }

    private static boolean isThere(DockerClient docker, String image) {
        try {
            docker.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static boolean isPulled(DockerClient docker, String image) {
        try {
            return docker.pullImageCmd(image).start().awaitCompletion(120, TimeUnit.SECONDS);
        } catch (DockerException e) {
            // no registry is reached
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void build() {
        try {
            int code = new ProcessBuilder("src/test/docker/build-s3-image", LOCAL)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("src/test/docker/build-s3-image ended with " + code);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot run src/test/docker/build-s3-image", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
