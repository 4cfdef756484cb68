package io.asyncsqlite.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * A compiled statement, and values for one run of it.
 *
 * @param statement the statement
 * @param values one value for each parameter, as for {@link EngineStatement#execute}
 */
@SuppressWarnings("ArrayRecordComponent") // An engine recognizes the run by the array itself.
public record EngineRun(EngineStatement statement, @Nullable Object[] values) {}
