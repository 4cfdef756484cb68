package io.asyncsqlite;

import java.util.List;

/**
 * All that a statement gave and did.
 *
 * @param elements what its rows became, in SQLite's order, unmodifiable
 * @param written what it changed: nothing, if it only read
 * @param <T> what each row becomes
 */
public record QueryResult<T>(List<T> elements, WriteResult written) {}
