package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.statement.Statements;

/**
 * What a database shares with its transactions and connections: the same from its opening to its end.
 *
 * @param options the options that it was opened with
 * @param statements checks SQL texts and their values
 * @param completions completes operations, on the callback executor
 * @param deadlines watches deadlines, and does what is to be done at a time
 * @param workers the writer and the readers
 */
public record Services(
        SqliteOptions options, Statements statements, Completions completions, Deadlines deadlines, Workers workers) {}
