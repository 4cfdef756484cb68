package io.asyncsqlite.benchmarks.web;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An application in a process of its own, which logs into a file of its directory. */
final class Server implements AutoCloseable {

    private static final int POLL_MILLIS = 3;
    private static final int ANSWER_MILLIS = 30_000;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

    private final Process process;
    private final int port;
    private final long startNanos;

    private Server(Process process, int port, long startNanos) {
        this.process = process;
        this.port = port;
        this.startNanos = startNanos;
    }

    /**
     * Starts a jar and waits until it answers a request.
     *
     * @param command what follows {@code java}
     */
    static Server start(Path directory, String path, List<String> command) throws IOException, InterruptedException {
        int port = freePort();
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(command);
        all.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port, "--spring.main.banner-mode=off"));
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile())
                .start();
        while (!answers("http://127.0.0.1:" + port + path)) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE) {
                process.destroyForcibly();
                throw new IOException("The server did not start: see server.log in " + directory);
            }
            Thread.sleep(POLL_MILLIS);
        }
        return new Server(process, port, System.nanoTime() - begun);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Returns the time from the start of the process to its first answer. */
    long startNanos() {
        return startNanos;
    }

    /** Returns the CPU time that it has used by now. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    private static boolean answers(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod("HEAD");
            connection.setReadTimeout(ANSWER_MILLIS);
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Ends it at once. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it as an operator does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
