/**
 * The threads of a database: the writer with group commit and checkpoints, and the readers.
 *
 * <p>May use operation and what is below it.
 */
@NullMarked
package io.asyncsqlite.internal.worker;

import org.jspecify.annotations.NullMarked;
