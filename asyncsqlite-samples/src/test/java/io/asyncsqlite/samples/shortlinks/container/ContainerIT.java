package io.asyncsqlite.samples.shortlinks.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.NotFoundException;
import io.asyncsqlite.samples.shortlinks.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;

/** The sample as an operator runs it: what a kill, a stop and a full disk do to acknowledged clicks, on both engines. */
@EnabledForJreRange(
        min = JRE.JAVA_22,
        disabledReason = "The container has a JDK of its own: it is tried once, beside a JDK of 22 or newer")
@Timeout(240)
class ContainerIT {

    private static final int SIGTERM = 143;
    private static final int SIGKILL = 137;

    private static Future<String> image;

    @BeforeAll
    static void build() {
        Engine.assumed();
        image = Engine.image();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jni", "foreign"})
    void killAndStopLoseNoAcknowledgedClick(String engine, @TempDir Path directory) throws Exception {
        String volume = "shortlinks-" + UUID.randomUUID();
        try {
            String code;
            Load killed;
            try (Shortlinks first = start(new Shortlinks(image).through(engine).onVolume(volume))) {
                code = first.shorten();
                killed = Load.on(first.port(), code, "killed");
                killed.awaitRedirected(count -> count > 500);
                assertThat(first.end("KILL")).isEqualTo(SIGKILL);
                killed.end();
                assertThat(killed.others()).isEmpty();
            }
            try (Shortlinks second = start(new Shortlinks(image).through(engine).onVolume(volume))) {
                Load stopped = Load.on(second.port(), code, "stopped");
                stopped.awaitRedirected(count -> count > 500);
                assertThat(second.end("TERM")).isEqualTo(SIGTERM);
                stopped.end();
                assertThat(stopped.others()).isEmpty();
                assertThat(second.state().getOOMKilled()).isFalse();
                Path file = directory.resolve("links.db");
                second.copy("/data/shortlinks.db", file);
                assertThatThrownBy(() -> second.copy("/data/shortlinks.db-wal", directory.resolve("links.db-wal")))
                        .isInstanceOf(NotFoundException.class);
                killed.assertNoneIsLostOrStoredTwice(file);
                stopped.assertStoredAreThoseThatWereAnswered(file);
            }
        } finally {
            DockerClientFactory.instance().client().removeVolumeCmd(volume).exec();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jni", "foreign"})
    void fullDiskIsToldAndNotFatal(String engine) throws Exception {
        try (Shortlinks full = start(new Shortlinks(image).through(engine).onDiskOf(16))) {
            String code = full.shorten();
            long redirected = 0;
            int status = full.get("/" + code).statusCode();
            assertThat(status).isEqualTo(302);
            assertThat(full.execInContainer("bash", "-c", "cat /dev/zero > /data/filler")
                            .getExitCode())
                    .isNotZero();
            while (status == 302) {
                redirected++;
                status = full.get("/" + code).statusCode();
            }
            assertThat(status).isEqualTo(507);
            assertThat(full.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(full.clicks(code)).isEqualTo(redirected);

            assertThat(full.execInContainer("rm", "/data/filler").getExitCode()).isZero();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> full.get("/" + code).statusCode() == 302);
            assertThat(full.clicks(code)).isEqualTo(redirected + 1);
        }
    }

    private static Shortlinks start(Shortlinks container) {
        container.start();
        return container;
    }
}
