/**
 * Changes: which tables a statement reads and writes, and what a transaction has changed when it commits.
 *
 * <p>May use the API, engine, sql and what is below them.
 */
@NullMarked
package io.asyncsqlite.internal.change;

import org.jspecify.annotations.NullMarked;
