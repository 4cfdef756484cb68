/**
 * The database file: its identity, its mode, and what becomes of it while it is open.
 *
 * <p>May use statement, concurrent and what is below them.
 */
@NullMarked
package io.asyncsqlite.internal.file;

import org.jspecify.annotations.NullMarked;
