package io.asyncsqlite.r2dbc;

import io.asyncsqlite.TransactionMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that is to begin.
 *
 * @param timeout how long it waits for its turn, or null for the database's operation timeout
 * @param name its name in messages, or null
 */
record WantedTransaction(
        TransactionMode mode,
        @Nullable Duration timeout,
        @Nullable String name) {}
