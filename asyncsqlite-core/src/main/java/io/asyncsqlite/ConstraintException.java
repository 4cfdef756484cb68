package io.asyncsqlite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A constraint refused the operation. The exception has the kind of the constraint and, where SQLite's message has them, its table, columns
 * and name:
 *
 * <pre>{@code
 * return db.execute("INSERT INTO note(id, body) VALUES (?, ?)", 1, "again")
 *         .handle((written, failure) -> {
 *             if (failure instanceof ConstraintException refused && refused.isUniqueViolation()) {
 *                 return "taken: " + refused.columns();
 *             }
 *             return failure == null ? "stored" : "failed";
 *         });
 * }</pre>
 */
public final class ConstraintException extends StatementException {

    private static final long serialVersionUID = 1L;

    /** Kinds of constraints. */
    public enum Kind {
        /** UNIQUE, or a unique index. */
        UNIQUE,
        /** PRIMARY KEY, or the rowid. */
        PRIMARY_KEY,
        /** NOT NULL. */
        NOT_NULL,
        /** CHECK. */
        CHECK,
        /** FOREIGN KEY; SQLite tells neither table nor columns. */
        FOREIGN_KEY,
        /** The declared type of a column of a STRICT table. */
        TYPE,
        /** {@code RAISE} in a trigger. */
        TRIGGER,
        /** Another one: {@link #code()} tells which. */
        OTHER
    }

    /** The table, or null. */
    private final @Nullable String table;

    /** The columns. */
    @SuppressWarnings("serial") // An immutable list, which is serializable.
    private final List<String> columns;

    /** The name of the constraint, or null. */
    private final @Nullable String constraint;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param code SQLite's result code
     * @param sql the whole SQL text
     * @param table the table, or null if it is not known
     * @param columns the columns, none if they are not known
     * @param constraint the name of the constraint, or null if it is not known
     * @param cause what led to it, or null
     */
    public ConstraintException(
            String message,
            ResultCode code,
            String sql,
            @Nullable String table,
            @Nullable List<String> columns,
            @Nullable String constraint,
            @Nullable Throwable cause) {
        super(message, code, sql, cause);
        this.table = table;
        this.columns = columns == null ? List.of() : List.copyOf(columns);
        this.constraint = constraint;
    }

    /**
     * Tells which kind of constraint it was.
     *
     * @return the kind
     */
    public Kind kind() {
        return switch (code().extended()) {
            case ResultCode.CONSTRAINT_UNIQUE -> Kind.UNIQUE;
            case ResultCode.CONSTRAINT_PRIMARYKEY, ResultCode.CONSTRAINT_ROWID -> Kind.PRIMARY_KEY;
            case ResultCode.CONSTRAINT_NOTNULL -> Kind.NOT_NULL;
            case ResultCode.CONSTRAINT_CHECK -> Kind.CHECK;
            case ResultCode.CONSTRAINT_FOREIGNKEY -> Kind.FOREIGN_KEY;
            case ResultCode.CONSTRAINT_DATATYPE -> Kind.TYPE;
            case ResultCode.CONSTRAINT_TRIGGER -> Kind.TRIGGER;
            default -> Kind.OTHER;
        };
    }

    /**
     * Returns the table whose row was refused.
     *
     * @return its name; null for CHECK, FOREIGN KEY, triggers and indexes on expressions, where SQLite does not tell it
     */
    public @Nullable String table() {
        return table;
    }

    /**
     * Returns the columns of the constraint.
     *
     * @return their names in the order of the constraint; empty where {@link #table()} is null
     */
    public List<String> columns() {
        return columns;
    }

    /**
     * Returns the name of the constraint.
     *
     * @return of CHECK the name, or its expression if it has none; of a unique index on expressions its name; else null, because SQLite does not
     *     tell it
     */
    public @Nullable String constraint() {
        return constraint;
    }

    /**
     * Tells whether a row with the same key is there already.
     *
     * @return whether UNIQUE, PRIMARY KEY or the rowid was violated
     */
    public boolean isUniqueViolation() {
        return kind() == Kind.UNIQUE || kind() == Kind.PRIMARY_KEY;
    }
}
