package io.asyncsqlite.dqlite.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server is given. */
class NodeOptionsTests {

    private static final Path DIRECTORY = Path.of("data");

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:9001", "[::]:9001", "[0:0:0:0:0:0:0:0]:9001"})
    void addressOfAllInterfacesIsRefused(String address) {
        assertThatThrownBy(() -> NodeOptions.first(DIRECTORY, address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address)
                .hasMessageContaining("all interfaces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "localhost:9001", "1.2.3:x:1", ":9001", ""})
    void otherTextsAreNoAddress(String address) {
        assertThatThrownBy(() -> NodeOptions.first(DIRECTORY, address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address);
    }

    @Test
    void membersAreAddresses() {
        assertThatThrownBy(() -> NodeOptions.joining(DIRECTORY, "127.0.0.1:9001"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nodes");
        assertThatThrownBy(() -> NodeOptions.joining(DIRECTORY, "127.0.0.1:9001", "here"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.0009S", "PT-1S", "PT1M0.001S"})
    void latencyHasARange(String latency) {
        NodeOptions options = NodeOptions.first(DIRECTORY, "127.0.0.1:9001");

        assertThatThrownBy(() -> options.withNetworkLatency(Duration.parse(latency)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(latency);
        assertThatThrownBy(() -> options.withJoinTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void argumentsOfTheProgramBecomeOptions() {
        NodeOptions options = NodeMain.options(
                "--directory",
                "data",
                "--address",
                "127.0.0.1:9001",
                "--join",
                "127.0.0.2:9001,127.0.0.3:9001",
                "--latency",
                "20",
                "--library",
                "other.so");

        assertThat(options.directory()).isEqualTo(DIRECTORY);
        assertThat(options.address()).isEqualTo("127.0.0.1:9001");
        assertThat(options.isFirst()).isFalse();
        assertThat(options.cluster().nodes()).hasSize(2);
        assertThat(options.networkLatency()).isEqualTo(Duration.ofMillis(20));
        assertThat(options.library()).isEqualTo("other.so");
        assertThat(NodeMain.options("--first", "--address", "127.0.0.1:9001", "--directory", "data")
                        .isFirst())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--directory d --address 127.0.0.1:9001",
                "--directory d --address 127.0.0.1:9001 --first --join 127.0.0.2:9001",
                "--address 127.0.0.1:9001 --first",
                "--directory d --first",
                "--directory d --first --address",
                "--directory d --first --address 127.0.0.1:9001 --latency soon",
                "--directory d --first --address 127.0.0.1:9001 --other",
            })
    void wrongArgumentsAreRefused(String arguments) {
        assertThatThrownBy(() -> NodeMain.options(arguments.split(" "))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void programSaysHowItIsUsed() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeMain.class.getName(),
                        "--first")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        program.getErrorStream().transferTo(told);

        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(2);
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("--directory is missing", "Usage: NodeMain");
    }
}
