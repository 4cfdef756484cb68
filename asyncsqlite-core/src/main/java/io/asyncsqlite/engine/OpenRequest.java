package io.asyncsqlite.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to open.
 *
 * @param file absolute path of the database file, or null for a private memory database
 * @param readOnly whether the connection refuses to write
 * @param busyTimeoutMillis how long SQLite waits for a lock of another process, in milliseconds, 0 or more
 */
public record OpenRequest(@Nullable Path file, boolean readOnly, int busyTimeoutMillis) {}
