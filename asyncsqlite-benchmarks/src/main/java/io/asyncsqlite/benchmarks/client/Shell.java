package io.asyncsqlite.benchmarks.client;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The shell of SQLite, with the copy of SQLite that the system has, in a process for each run. */
public final class Shell {

    private static final String COMMAND = "sqlite3";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final @Nullable String VERSION = findVersion();

    private Shell() {}

    /** Returns the version of its SQLite, or null if this machine has no shell. */
    public static @Nullable String version() {
        return VERSION;
    }

    static @Nullable String obstacle() {
        return VERSION == null ? "there is no sqlite3 (on Debian: apt-get install sqlite3)" : null;
    }

    private static @Nullable String findVersion() {
        try {
            String version = output(List.of(COMMAND, "--version"), PATIENCE);
            return version == null ? null : version.split(" ", 2)[0];
        } catch (IOException e) {
            // There is no such program.
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Runs commands on a file, and returns what they print. */
    static String run(Path file, List<String> commands) throws IOException, InterruptedException {
        String output = run(file, commands, PATIENCE);
        if (output == null) {
            throw new IOException("sqlite3 still ran after " + PATIENCE);
        }
        return output;
    }

    /** As {@link #run(Path, List)}, but ends the process when its time is over, and returns null then. */
    static @Nullable String run(Path file, List<String> commands, Duration patience)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(COMMAND, "-batch", "-bail", file.toString()));
        command.addAll(commands);
        return output(command, patience);
    }

    private static @Nullable String output(List<String> command, Duration patience)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        process.getOutputStream().close();
        if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            process.destroy();
            process.waitFor();
            return null;
        }
        // What these commands print fits into the pipe.
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.exitValue() != 0) {
            throw new IOException("sqlite3 ended with status " + process.exitValue());
        }
        return output;
    }
}
