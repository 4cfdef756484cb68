package io.asyncsqlite.benchmarks.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A library of Python in a process of its own. The process runs a loop of {@code rivals.py} from {@link #start} to
 * {@link #stop}, and prints how many operations are done: no operation crosses from Java to Python.
 *
 * <p>{@link #stop} may be called while another thread is in {@link #follow}; all else is for one thread at a time.
 */
public final class PythonClient implements Client {

    private static final String SCRIPT = "rivals.py";
    private static final String AIOSQLITE = "aiosqlite";
    private static final String SQLALCHEMY = "sqlalchemy";

    /** The settings of {@link Pragmas}, of which an untuned client has the first four. */
    private static final List<String> PRAGMAS =
            List.of("busy_timeout", "journal_mode", "synchronous", "foreign_keys", "cache_size", "journal_size_limit");

    private static final String NO_CHECKPOINTS = "wal_autocheckpoint=0";

    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private PythonClient(String module, Target target) throws IOException {
        process = new ProcessBuilder(command(module, target))
                .redirectError(Redirect.INHERIT)
                .start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts aiosqlite with one connection. */
    public static PythonClient aiosqlite(Target target) throws IOException {
        return new PythonClient(AIOSQLITE, target);
    }

    /** Starts SQLAlchemy's async engine, with its pool of connections of aiosqlite. */
    public static PythonClient sqlAlchemy(Target target) throws IOException {
        return new PythonClient(SQLALCHEMY, target);
    }

    /**
     * Returns why a rival cannot run on this machine, or null.
     *
     * @param module {@code aiosqlite} or {@code sqlalchemy}
     */
    public static @Nullable String obstacle(String module) {
        return Python.with(module) == null
                ? "no python3 can import " + module + " (on Debian: apt-get install python3-" + module + ")"
                : null;
    }

    /** Returns the versions of aiosqlite, SQLAlchemy, Python and its SQLite, as far as there are any, or null. */
    public static @Nullable String versions() {
        Python python = Python.with(AIOSQLITE);
        return python == null ? null : python.versions();
    }

    private static List<String> command(String module, Target target) throws IOException {
        Python python = Python.with(module);
        if (python == null) {
            throw new IOException(obstacle(module));
        }
        List<String> command = new ArrayList<>();
        command.addAll(List.of(python.command(), "-c", script()));
        command.addAll(List.of(module, target.file().toAbsolutePath().toString()));
        command.addAll(pragmas(target));
        return command;
    }

    private static String script() throws IOException {
        try (InputStream in = PythonClient.class.getResourceAsStream(SCRIPT)) {
            return new String(Objects.requireNonNull(in, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Returns those of {@link Pragmas} as {@code name=value}. */
    private static List<String> pragmas(Target target) {
        Properties all = Pragmas.properties(target, Pragmas.Role.WRITER);
        List<String> pragmas = new ArrayList<>();
        PRAGMAS.stream()
                .filter(all::containsKey)
                .map(name -> name + "=" + all.getProperty(name))
                .forEach(pragmas::add);
        if (!target.checkpoints()) {
            pragmas.add(NO_CHECKPOINTS);
        }
        return pragmas;
    }

    @Override
    public String pragma(String name) throws IOException {
        send("pragma " + name);
        return answer();
    }

    /**
     * Starts a closed loop in the process.
     *
     * @param work {@code insert}, {@code read} or {@code transaction}
     * @param tasks how many tasks wait for an operation each
     */
    public void start(String work, int tasks) throws IOException {
        send("run " + work + " " + tasks);
    }

    /**
     * Hands on how many operations of the loop are done so far, about every 10 ms, up to the last count after
     * {@link #stop}.
     *
     * @return how often an operation was tried again because the database was locked
     * @throws IOException if an operation fails, or the process ends
     */
    public long follow(LongConsumer operations) throws IOException {
        while (true) {
            String[] words = answer().split(" ", 2);
            long number = Long.parseLong(words[1]);
            if (words[0].equals("stopped")) {
                return number;
            }
            operations.accept(number);
        }
    }

    /** Lets the running operations of the loop end. */
    public void stop() throws IOException {
        send("stop");
    }

    private void send(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("Python has ended");
        }
        if (line.startsWith("failed ")) {
            throw new IOException("Python " + line);
        }
        return line;
    }

    /** Ends the process, which closes its connections first. */
    @Override
    public void close() {
        try (answers) {
            commands.close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "Python still runs " + PATIENCE_SECONDS + " s after its input has ended");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
