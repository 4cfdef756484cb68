package io.asyncsqlite.faults;

import io.asyncsqlite.SqliteException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Waits for futures, never for ever. */
final class Waits {

    private Waits() {}

    static <T> T await(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** Waits for the end and returns the failure, or null if it succeeded. Other failures than those of the library are thrown. */
    static SqliteException failureOf(Future<?> future) throws Exception {
        try {
            await(future);
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SqliteException failure) {
                return failure;
            }
            throw e;
        }
    }
}
