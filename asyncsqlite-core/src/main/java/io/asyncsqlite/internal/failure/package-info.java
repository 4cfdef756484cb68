/**
 * Makes the exceptions of the API, with their messages.
 *
 * <p>May use the API, codec, engine, sql.
 */
@NullMarked
package io.asyncsqlite.internal.failure;

import org.jspecify.annotations.NullMarked;
