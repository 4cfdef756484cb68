/**
 * Lent connections of SQLite, and asynchronous transactions: the writer, or a reader, is lent to a function until its
 * stage completes.
 *
 * <p>May use worker, query and what is below them.
 */
@NullMarked
package io.asyncsqlite.internal.transaction;

import org.jspecify.annotations.NullMarked;
