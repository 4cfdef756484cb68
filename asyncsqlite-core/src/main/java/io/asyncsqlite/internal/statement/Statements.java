package io.asyncsqlite.internal.statement;

import io.asyncsqlite.InvalidStatementException;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.engine.MalformedText;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.Pragma;
import io.asyncsqlite.internal.sql.PragmaUse;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.sql.TextCache;
import io.asyncsqlite.internal.sql.UnacceptableSqlException;
import io.asyncsqlite.internal.sql.Words;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks SQL texts and their values on the caller's thread, before anything is queued. Thread-safe. */
public final class Statements {

    static final int OPERATION_BYTES = 64;

    private final TextCache<SqlStatement> parsed = new TextCache<>(Statements::parseAnew, SqlStatement::bytes);
    private final Codecs codecs;
    private final ParameterBinder binder;
    private final boolean readOnly;
    private final Set<String> attached;

    /**
     * Checks for one database.
     *
     * @param readOnly whether statements that write are refused
     * @param attached the folded names of schemas that stay attached
     */
    public Statements(Codecs codecs, boolean readOnly, Set<String> attached) {
        this.codecs = codecs;
        this.binder = new ParameterBinder(codecs, this::parse);
        this.readOnly = readOnly;
        this.attached = attached;
    }

    public Codecs codecs() {
        return codecs;
    }

    public SqlStatement parse(String sql) {
        SqlStatement statement = parsed.get(sql);
        if (readOnly && !statement.onlyReads()) {
            throw writes(sql);
        }
        if (!attached.isEmpty() && mayDetach(statement)) {
            throw Failures.invalidStatement(
                    "An option attached " + attached + " to all connections: DETACH must name another schema literally",
                    sql,
                    null);
        }
        return statement;
    }

    private boolean mayDetach(SqlStatement statement) {
        if (statement.kind() != StatementKind.OUTSIDE_TRANSACTION
                || !Words.first(statement.text()).equals("DETACH")) {
            return false;
        }
        Set<String> names = Words.names(statement.text());
        names.removeAll(Set.of("detach", "database"));
        return names.size() != 1 || !statement.parameters().isEmpty() || !Collections.disjoint(names, attached);
    }

    private static SqlStatement parseAnew(String sql) {
        try {
            return SqlStatement.parse(sql);
        } catch (UnacceptableSqlException e) {
            throw Failures.invalidStatement(String.valueOf(e.getMessage()), sql, e);
        }
    }

    private static InvalidStatementException writes(String sql) {
        return Failures.invalidStatement("The database was opened with readOnly, which refuses what writes", sql, null);
    }

    /** Throws if nothing may be written. */
    public void checkWriting(String what) {
        if (readOnly) {
            throw writes(what);
        }
    }

    /** Throws if a statement is a PRAGMA that cannot be used in a place. */
    public static void checkPragma(SqlStatement statement, Pragma.Place place) {
        PragmaUse use = statement.pragma();
        String refusal = use == null ? null : use.refusal(place);
        if (refusal != null) {
            throw Failures.invalidStatement(refusal, statement.text(), null);
        }
    }

    public SqlScript parseScript(String sql) {
        checkWriting(sql);
        try {
            return SqlScript.parse(sql);
        } catch (UnacceptableSqlException e) {
            throw Failures.invalidStatement(String.valueOf(e.getMessage()), sql, e);
        }
    }

    public BoundStatement bind(String sql, @Nullable Object[] arguments) {
        return binder.bind(parse(sql), arguments);
    }

    /** Binds one element of a batch: an array or list of positional values, a map or an object of named ones, or a single value. */
    public BoundStatement bindRow(SqlStatement statement, @Nullable Object row) {
        return binder.bindRow(statement, row);
    }

    /** Estimates the size of a row in memory. */
    public static long size(@Nullable Object[] row) {
        long bytes = OPERATION_BYTES;
        for (Object value : row) {
            bytes += size(value);
        }
        return bytes;
    }

    static long size(@Nullable Object value) {
        if (value instanceof String text) {
            return 16L + text.length();
        }
        if (value instanceof MalformedText text) {
            return 16L + text.bytes().length;
        }
        return value instanceof byte[] bytes ? 16L + bytes.length : 8;
    }
}
