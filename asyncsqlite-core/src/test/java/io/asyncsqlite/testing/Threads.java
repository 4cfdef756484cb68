package io.asyncsqlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.option.CallbackPool;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds the threads of a database. */
public final class Threads {

    private Threads() {}

    public static List<Thread> of(String database) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("asyncsqlite-")
                        && thread.getName().endsWith("-" + database))
                .toList();
    }

    /** Asserts that there is none, after the threads have ended that {@code closeAsync} had close the database. */
    public static void assertNoneAfterCloseAsync(String database) throws InterruptedException {
        for (Thread thread : of(database)) {
            if (thread.getName().startsWith("asyncsqlite-close-")) {
                thread.join(TimeUnit.SECONDS.toMillis(20));
            }
        }
        assertThat(of(database)).isEmpty();
    }

    /** Waits until the default callback executor has nothing to do. */
    public static void awaitIdleCallbacks() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!CallbackPool.shared().isIdle()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
