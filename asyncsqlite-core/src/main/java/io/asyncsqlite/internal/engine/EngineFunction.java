package io.asyncsqlite.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * A function of SQL, as an engine calls it: on the connection's thread, while a statement runs. Values are those of {@link EngineStatement}.
 *
 * @param name its name in SQL
 * @param arguments how many, or -1 for any number
 * @param flags {@link #DETERMINISTIC}, {@link #DIRECT_ONLY} and {@link #INNOCUOUS}
 * @param body what is called
 * @see <a href="https://www.sqlite.org/c3ref/create_function.html">sqlite3_create_function_v2</a>
 */
public record EngineFunction(String name, int arguments, int flags, Body body) {

    /** {@code SQLITE_DETERMINISTIC}. */
    public static final int DETERMINISTIC = 0x800;

    /** {@code SQLITE_DIRECTONLY}. */
    public static final int DIRECT_ONLY = 0x80000;

    /** {@code SQLITE_INNOCUOUS}. */
    public static final int INNOCUOUS = 0x200000;

    /** What is called. It may throw anything: the statement then fails, and what was thrown is the cause. */
    public sealed interface Body {}

    /** Computes the result of a scalar function. */
    public non-sealed interface Scalar extends Body {

        /**
         * Computes a result.
         *
         * @param arguments the arguments, for the callee to keep
         * @return a {@code Long}, {@code Double}, {@code String} or {@code byte[]}, or null
         * @throws Exception if there is none
         */
        @Nullable
        Object call(@Nullable Object[] arguments) throws Exception;
    }

    /** Starts the groups of an aggregate. */
    public non-sealed interface Aggregate extends Body {

        /**
         * Tells whether rows can be taken out of a group again.
         *
         * @return whether {@link Group#inverse} works
         */
        boolean isWindow();

        /**
         * Starts a group.
         *
         * @return a group without rows
         * @throws Exception if there is none
         */
        Group start() throws Exception;
    }

    /** A group of rows. */
    public interface Group {

        /**
         * Adds a row.
         *
         * @param arguments the arguments of the row, for the callee to keep
         * @throws Exception if it cannot be added
         */
        void step(@Nullable Object[] arguments) throws Exception;

        /**
         * Takes the oldest row out.
         *
         * @param arguments the arguments of the row
         * @throws Exception if it cannot be taken out
         */
        void inverse(@Nullable Object[] arguments) throws Exception;

        /**
         * Computes the result of the rows: once at the end of a group, also if the statement was stopped, and for each row of a window.
         *
         * @return a {@code Long}, {@code Double}, {@code String} or {@code byte[]}, or null
         * @throws Exception if there is none
         */
        @Nullable
        Object value() throws Exception;
    }
}
