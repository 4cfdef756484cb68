package io.asyncsqlite.faults;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Another process that has a database file open, and runs the commands of the test there. */
final class OtherProcess implements AutoCloseable {

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    OtherProcess(Path file) throws IOException {
        process = ChildJvm.of(List.of(), List.of(), OtherProgram.class, file.toString())
                .start();
        commands = process.outputWriter();
        answers = process.inputReader();
    }

    /** Runs SQL there and returns the first value of its first row, or {@code done}; null if the process has ended. */
    String run(String sql) {
        try {
            commands.write(sql);
            commands.newLine();
            commands.flush();
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it in its tracks, as a debugger, a suspended laptop or an overloaded machine does. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        ProcessBuilder kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid());
        try {
            if (ChildJvm.run(kill, 10) != 0) {
                throw new AssertionError("failed: " + kill.command());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        ChildJvm.kill(process);
    }
}
