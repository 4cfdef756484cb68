package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program of the tests in a JVM of its own, which writes to a file and dies with the test. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static ChildJvm start(Path directory, List<String> options, Class<?> program, String... arguments)
            throws IOException {
        return start(directory, options, System.getProperty("java.class.path"), program, arguments);
    }

    static ChildJvm start(Path directory, List<String> options, String classPath, Class<?> program, String... arguments)
            throws IOException {
        Path output = Files.createTempFile(directory, "child", ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ChildJvm(process, output);
    }

    /** Asks it to end, as an operating system does. */
    void terminate() {
        process.destroy();
    }

    /** Waits until it has written a text, and returns all that it wrote. */
    String awaitText(String text) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String written = Files.readString(output);
        while (!written.contains(text)) {
            assertThat(System.nanoTime()).as(written).isLessThan(deadline);
            assertThat(process.isAlive()).as(written).isTrue();
            LockSupport.parkNanos(20_000_000L);
            written = Files.readString(output);
        }
        return written;
    }

    /** Waits until it has ended, and returns all that it wrote. */
    String awaitOutput() throws Exception {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
