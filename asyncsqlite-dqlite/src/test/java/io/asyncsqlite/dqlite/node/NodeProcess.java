package io.asyncsqlite.dqlite.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server of a cluster as a program of its own, on loopback. */
public final class NodeProcess implements AutoCloseable {

    private final Path directory;
    private final String address = "127.0.0.1:" + freePort();
    private Process process;

    NodeProcess(Path directory) {
        this.directory = directory;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the command that starts a server, to which the way in which it becomes a member is added. */
    public static List<String> command(Path directory, String address) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                "--directory",
                directory.toString(),
                "--address",
                address));
    }

    /** Starts it, and waits until it is a member. */
    void start(String... membership) throws Exception {
        List<String> command = command(directory, address);
        command.addAll(List.of(membership));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output = process.inputReader();
        String line = CompletableFuture.supplyAsync(() -> firstLine(output)).get(90, TimeUnit.SECONDS);
        assertThat(line).isEqualTo("ready " + address);
    }

    private static String firstLine(BufferedReader output) {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return address;
    }

    /** Ends it with SIGKILL. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Ends it with SIGTERM. */
    void terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
