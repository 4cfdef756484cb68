/**
 * Long work on the file of an open database: checks, statistics, checkpoints and VACUUM.
 *
 * <p>May use query and what is below it.
 */
@NullMarked
package io.asyncsqlite.internal.maintenance;

import org.jspecify.annotations.NullMarked;
