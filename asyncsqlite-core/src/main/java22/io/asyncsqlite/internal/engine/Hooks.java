package io.asyncsqlite.internal.engine;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The authorizer, the trace and the watch on inserts of a connection. SQLite gets one function for each. It is made when it is first needed and kept as
 * long as the connection, so that setting another authorizer or trace takes no further native memory. Connection's thread only.
 */
final class Hooks {

    private static final int TRACE_STMT = 1;
    private static final int TRACE_PROFILE = 2;
    private static final int FULLSCAN_STEP = 1;
    private static final int SORT = 2;
    private static final int AUTOINDEX = 3;
    private static final int VM_STEP = 4;
    private static final int INSERT = 18;

    private final long db;
    private final Questions questions;
    private @Nullable AuthorizationQuestion authorization;
    private @Nullable MemorySegment authorizer;
    private @Nullable TraceListener listener;
    private @Nullable MemorySegment trace;
    private @Nullable MemorySegment update;
    private @Nullable String insertTable;
    private boolean insertSeen;

    Hooks(long db, Questions questions) {
        this.db = db;
        this.questions = questions;
    }

    /** Sets or removes the authorizer, and returns SQLite's code. */
    int authorize(@Nullable AuthorizationQuestion question) {
        authorization = question;
        if (question == null) {
            return Sqlite3.setAuthorizer(db, MemorySegment.NULL);
        }
        MemorySegment function = authorizer;
        if (function == null) {
            function = questions.authorizer(this::decide);
            authorizer = function;
        }
        return Sqlite3.setAuthorizer(db, function);
    }

    private int decide(
            int action,
            @Nullable String first,
            @Nullable String second,
            @Nullable String database,
            @Nullable String source) {
        AuthorizationQuestion question = authorization;
        return question == null ? AuthorizationQuestion.DENY : question.decide(action, first, second, database, source);
    }

    /** Sets or removes the trace, and returns SQLite's code. */
    int trace(@Nullable TraceListener told) {
        listener = told;
        if (told == null) {
            return Sqlite3.traceV2(db, 0, MemorySegment.NULL);
        }
        MemorySegment function = trace;
        if (function == null) {
            function = questions.trace(this::happened);
            trace = function;
        }
        return Sqlite3.traceV2(db, TRACE_STMT | TRACE_PROFILE, function);
    }

    private void happened(int event, long statement, long detail) {
        TraceListener told = listener;
        if (told == null) {
            return;
        }
        long sql = Sqlite3.sql(statement);
        if (event == TRACE_PROFILE) {
            told.finished(run(Native.string(sql), Native.longAt(detail), statement));
            return;
        }
        if (detail == sql) {
            // A statement, and not a trigger inside of it: a run begins, so its counters are reset.
            run("", 0, statement);
        }
        told.started(Native.string(detail));
    }

    /** Notes from now on whether a row is inserted into a table, or ends that, and returns whether one was. */
    boolean watchInserts(@Nullable String table) {
        boolean seen = insertSeen;
        insertSeen = false;
        insertTable = table;
        MemorySegment function = update;
        if (table == null) {
            function = MemorySegment.NULL;
        } else if (function == null) {
            function = questions.update(this::changed);
            update = function;
        }
        Sqlite3.updateHook(db, function);
        return seen;
    }

    private void changed(int action, long table) {
        insertSeen |= action == INSERT && Native.string(table).equalsIgnoreCase(insertTable);
    }

    /** Reads the counters of a statement and sets them to zero. */
    private static TraceListener.Run run(String sql, long nanos, long statement) {
        return new TraceListener.Run(
                sql,
                nanos,
                Sqlite3.takeStatus(statement, FULLSCAN_STEP),
                Sqlite3.takeStatus(statement, SORT),
                Sqlite3.takeStatus(statement, AUTOINDEX),
                Sqlite3.takeStatus(statement, VM_STEP));
    }

    /** Removes all, before the connection is closed. */
    void removeAll() {
        authorize(null);
        trace(null);
        watchInserts(null);
    }
}
