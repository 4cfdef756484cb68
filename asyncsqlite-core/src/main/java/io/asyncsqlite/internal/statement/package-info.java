/**
 * SQL with its values, and rows as read from SQLite.
 *
 * <p>May use failure and what is below it.
 */
@NullMarked
package io.asyncsqlite.internal.statement;

import org.jspecify.annotations.NullMarked;
