/**
 * User connections: what {@link io.asyncsqlite.AsyncConnection} runs, with its transactions, cursors and blobs.
 *
 * <p>May use transaction and what is below it.
 */
@NullMarked
package io.asyncsqlite.internal.session;

import org.jspecify.annotations.NullMarked;
