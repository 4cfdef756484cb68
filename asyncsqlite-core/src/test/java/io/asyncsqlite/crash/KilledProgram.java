package io.asyncsqlite.crash;

import io.asyncsqlite.faults.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A program that prints a number after each step, and is killed. */
final class KilledProgram {

    private KilledProgram() {}

    /** Starts a program, kills it some time after its first step, and returns the last number that it printed. */
    static long run(Class<?> program, int millis, Object... arguments) throws IOException, InterruptedException {
        String[] texts = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
        Process process =
                ChildJvm.of(List.of(), ChildJvm.QUICK_START, program, texts).start();
        try (BufferedReader reader = process.inputReader()) {
            long last = Long.parseLong(reader.readLine());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            // Not by the Process, which would close the stream with the last lines.
            process.toHandle().destroyForcibly();
            String line;
            while ((line = reader.readLine()) != null) {
                last = Long.parseLong(line);
            }
            return last;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
