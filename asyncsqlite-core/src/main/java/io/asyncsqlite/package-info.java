/**
 * Asynchronous SQLite: open a database with {@link io.asyncsqlite.AsyncSqlite#open(java.nio.file.Path)}.
 *
 * <p>Types of this package and {@link io.asyncsqlite.codec.Codec} are the API.
 */
@NullMarked
package io.asyncsqlite;

import org.jspecify.annotations.NullMarked;
