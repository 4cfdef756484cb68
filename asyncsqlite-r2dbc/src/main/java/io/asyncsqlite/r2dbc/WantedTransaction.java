package io.asyncsqlite.r2dbc;

import io.asyncsqlite.TransactionMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What transaction is to begin.
 *
 * @param timeout how long it waits for its turn, or null for the database's operation timeout
 * @param name what messages call it, or null
 */
record WantedTransaction(
        TransactionMode mode,
        @Nullable Duration timeout,
        @Nullable String name) {}
