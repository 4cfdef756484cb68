package io.asyncsqlite.internal.change;

import io.asyncsqlite.Changes;
import org.jspecify.annotations.Nullable;

/**
 * A change that a statement may make to a table.
 *
 * @param table name of the table, see {@link WatchedSchema}
 * @param kind how, or null where SQLite counts no rows, as in {@code sqlite_sequence}
 * @param direct whether the statement itself does it, and not a trigger or a foreign key
 */
record TableWrite(String table, Changes.@Nullable Kind kind, boolean direct) {}
