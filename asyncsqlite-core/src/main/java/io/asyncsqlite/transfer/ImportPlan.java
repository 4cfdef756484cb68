package io.asyncsqlite.transfer;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What an import does.
 *
 * @param create the statement that creates the table, or null
 * @param insert the statement for each row
 * @param rows the rows
 */
record ImportPlan(@Nullable String create, String insert, Iterator<?> rows) {}
