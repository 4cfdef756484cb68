package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.statement.Statements;

/**
 * The services that a database shares with its transactions and connections. They stay the same from its opening to its end.
 *
 * @param options the options that it was opened with
 * @param statements checks SQL texts and their values
 * @param completions completes operations, on the callback executor
 * @param deadlines watches deadlines, and runs timers
 * @param workers the writer and the readers
 */
public record Services(
        SqliteOptions options, Statements statements, Completions completions, Deadlines deadlines, Workers workers) {}
