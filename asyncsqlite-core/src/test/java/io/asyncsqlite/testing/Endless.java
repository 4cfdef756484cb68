package io.asyncsqlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Statements that would run for hours, and how to see that one runs. */
public final class Endless {

    public static final String SELECT =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000) SELECT max(i)"
                    + " FROM n";
    public static final String INSERT =
            "INSERT INTO t(k) WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT -i FROM n";

    private Endless() {}

    /** Waits until a thread, named without the prefix and the database, has been inside SQLite for a while. */
    public static void untilRunning(String thread, String database) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String name = "asyncsqlite-" + thread + "-" + database;
        for (int seen = 0; seen < 200; Thread.onSpinWait()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            seen = Threads.of(database).stream()
                            .filter(candidate -> candidate.getName().equals(name))
                            .flatMap(candidate -> Arrays.stream(candidate.getStackTrace()))
                            .anyMatch(frame -> frame.getMethodName().equals("step")
                                    || frame.getMethodName().equals("exec")
                                    || frame.getMethodName().equals("_exec_utf8"))
                    ? seen + 1
                    : 0;
        }
    }
}
