/**
 * One {@code sqlite3*} and what runs on it. Worker threads only.
 *
 * <p>May use file and what is below it.
 */
@NullMarked
package io.asyncsqlite.internal.connection;

import org.jspecify.annotations.NullMarked;
