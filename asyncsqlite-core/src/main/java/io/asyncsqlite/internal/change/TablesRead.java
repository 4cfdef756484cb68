package io.asyncsqlite.internal.change;

import java.util.Set;

/**
 * The tables on which the result of a query depends.
 *
 * @param version the version of the schema that they belong to
 * @param tables their names, see {@link WatchedSchema}
 */
public record TablesRead(long version, Set<String> tables) {}
