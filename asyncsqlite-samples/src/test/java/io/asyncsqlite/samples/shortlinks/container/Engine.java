package io.asyncsqlite.samples.shortlinks.container;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Path;
import java.util.concurrent.Future;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The image of the sample, made of its Dockerfile by the Docker engine of this machine. */
final class Engine {

    /** The environment is for builds whose command is given. */
    private static final String BASE = setting("SAMPLE_IMAGE", "sample.image");

    private static final boolean HOST_NETWORK = "host".equals(setting("SAMPLE_NETWORK", "sample.network"));

    private Engine() {}

    private static String setting(String variable, String property) {
        String value = System.getenv(variable);
        return value == null ? System.getProperty(property) : value;
    }

    /** Skips the test, and says why, where no engine runs or the image with Java is missing. */
    static void assumed() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "No Docker engine runs here: start one, or set DOCKER_HOST");
        assumeTrue(
                isHere(BASE),
                "The image " + BASE + " is not here: pull it with docker, or name another one by -Dsample.image");
    }

    private static boolean isHere(String image) {
        try {
            return DockerClientFactory.instance()
                            .client()
                            .inspectImageCmd(image)
                            .exec()
                            .getId()
                    != null;
        } catch (NotFoundException e) {
            return false;
        }
    }

    static boolean hasHostNetwork() {
        return HOST_NETWORK;
    }

    /** Makes the image. No step of it needs a network. */
    static Future<String> image() {
        return new ImageFromDockerfile("asyncsqlite-sample-test", true)
                .withFileFromPath(".", Path.of("").toAbsolutePath())
                .withBuildArg("JAVA_IMAGE", BASE)
                .withBuildImageCmdModifier(
                        build -> build.withNetworkMode("none").withPull(false));
    }
}
