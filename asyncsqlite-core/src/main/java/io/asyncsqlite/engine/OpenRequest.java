package io.asyncsqlite.engine;

import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What to open.
 *
 * @param file absolute path of the database file, or null for a private memory database
 * @param readOnly whether the connection refuses to write
 * @param whenBusy asked on the connection's thread, with the number of earlier questions about this lock, whether to try once more to get a lock that
 *     another connection holds; may wait, must not use the connection
 * @see <a href="https://www.sqlite.org/c3ref/busy_handler.html">sqlite3_busy_handler</a>
 */
public record OpenRequest(@Nullable Path file, boolean readOnly, IntPredicate whenBusy) {}
