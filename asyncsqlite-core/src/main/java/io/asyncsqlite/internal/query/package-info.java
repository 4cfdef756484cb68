/**
 * Queries, streams and cursors, and the submitting of operations.
 *
 * <p>May use operation and what is below it.
 */
@NullMarked
package io.asyncsqlite.internal.query;

import org.jspecify.annotations.NullMarked;
