package io.asyncsqlite.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tests in a JVM of its own. */
public final class ChildJvm {

    /** Options with which a short program takes about half of the processor's time. */
    public static final List<String> QUICK_START = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private ChildJvm() {}

    /**
     * Prepares a start, with what the program prints to be read by the caller, and without its errors.
     *
     * @param before the command that runs the JVM, or nothing
     */
    public static ProcessBuilder of(List<String> before, List<String> options, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** Runs to the end and returns the exit code; what has not ended in time is killed and fails. */
    public static int run(ProcessBuilder start, long seconds) throws IOException {
        Process process = start.start();
        try {
            return process.onExit().orTimeout(seconds, TimeUnit.SECONDS).join().exitValue();
        } catch (CompletionException e) {
            throw new AssertionError("did not end within " + seconds + " s: " + start.command(), e);
        } finally {
            kill(process);
        }
    }

    /** Kills it together with what it started: without strace its program would run on. */
    public static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
