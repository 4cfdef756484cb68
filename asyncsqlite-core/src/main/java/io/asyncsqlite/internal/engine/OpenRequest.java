package io.asyncsqlite.internal.engine;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What to open.
 *
 * @param file absolute path of the database file, or null for a private memory database; the file must exist
 * @param access what the connection may do with the file
 * @param strict whether SQL is refused that SQLite accepts only for old programs: double-quoted strings, and statements that can
 *     damage the file. Needs the foreign engine
 * @param whenBusy asked on the connection's thread, with the number of earlier questions about this lock, whether to try once more to get a lock that
 *     another connection holds; may wait, must not use the connection
 * @param stop asked on the connection's thread, while a server does not answer, whether it is of no use any more to wait; engines of this process do not
 *     ask
 * @see <a href="https://www.sqlite.org/c3ref/busy_handler.html">sqlite3_busy_handler</a>
 */
public record OpenRequest(
        @Nullable Path file, Access access, boolean strict, IntPredicate whenBusy, BooleanSupplier stop) {

    /** What a connection may do with its file. See <a href="https://www.sqlite.org/c3ref/open.html">sqlite3_open_v2</a>. */
    public enum Access {
        /** Read and write. */
        READ_WRITE,
        /** Read. */
        READ_ONLY,
        /** Read, without locks and without looking for a log: nothing may write the file meanwhile. */
        IMMUTABLE
    }

    /**
     * Makes a request that nothing stops.
     *
     * @param file absolute path of the database file, or null for a private memory database; the file must exist
     * @param access what the connection may do with the file
     * @param strict whether SQL is refused that SQLite accepts only for old programs
     * @param whenBusy whether to try once more to get a lock
     */
    public OpenRequest(@Nullable Path file, Access access, boolean strict, IntPredicate whenBusy) {
        this(file, access, strict, whenBusy, () -> false);
    }

    /**
     * Makes a request that is not strict.
     *
     * @param file absolute path of the database file, or null for a private memory database; the file must exist
     * @param readOnly whether the connection refuses to write
     * @param whenBusy whether to try once more to get a lock
     */
    public OpenRequest(@Nullable Path file, boolean readOnly, IntPredicate whenBusy) {
        this(file, readOnly ? Access.READ_ONLY : Access.READ_WRITE, false, whenBusy);
    }

    /**
     * Returns whether the connection refuses to write.
     *
     * @return false only for READ_WRITE
     */
    public boolean readOnly() {
        return access != Access.READ_WRITE;
    }
}
