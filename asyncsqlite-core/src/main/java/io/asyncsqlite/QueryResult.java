package io.asyncsqlite;

import java.util.List;

/**
 * The rows and the changes of one statement.
 *
 * @param elements the converted rows in SQLite's order, unmodifiable
 * @param written its changes: 0 rows if it only read
 * @param <T> what each row becomes
 */
public record QueryResult<T>(List<T> elements, WriteResult written) {}
