/**
 * Backups: copies of an open database in files of their own; and the threads of reads that take long.
 *
 * <p>May use operation and what is below it.
 */
@NullMarked
package io.asyncsqlite.internal.backup;

import org.jspecify.annotations.NullMarked;
