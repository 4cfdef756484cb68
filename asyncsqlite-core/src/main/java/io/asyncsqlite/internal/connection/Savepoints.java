package io.asyncsqlite.internal.connection;

import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The named savepoints of one level of a transaction. Worker thread only.
 *
 * <p>SQLite gets a number for each name. So no name needs quoting, no name can equal one of the library, and a program with many
 * names does not fill the cache of compiled statements.
 *
 * <p>Invariant: the names are those of the savepoints that SQLite holds for this level, the innermost last.
 */
public final class Savepoints {

    /** The statement for a name. */
    public enum Verb {
        SAVEPOINT,
        ROLLBACK_TO,
        RELEASE
    }

    private final List<String> names = new ArrayList<>();
    private final Function<String, TransactionException> refusal;

    /**
     * Starts with none.
     *
     * @param refusal makes the error from its reason
     */
    public Savepoints(Function<String, TransactionException> refusal) {
        this.refusal = refusal;
    }

    /** Throws if the name is not allowed. */
    public static void check(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw Failures.invalidStatement("The name of a savepoint must not be empty or hold NUL", null, null);
        }
    }

    public void run(DatabaseConnection connection, Verb verb, String name) {
        switch (verb) {
            case SAVEPOINT -> open(connection, name);
            case ROLLBACK_TO -> rollbackTo(connection, name);
            case RELEASE -> release(connection, name);
        }
    }

    /** Forgets them all: the transaction has ended. */
    public void clear() {
        names.clear();
    }

    private void open(DatabaseConnection connection, String name) {
        connection.control("SAVEPOINT " + number(names.size()));
        names.add(Identifiers.fold(name));
    }

    private void rollbackTo(DatabaseConnection connection, String name) {
        int index = find(name);
        connection.control("ROLLBACK TO " + number(index));
        endFrom(index + 1);
    }

    private void release(DatabaseConnection connection, String name) {
        int index = find(name);
        connection.control("RELEASE " + number(index));
        endFrom(index);
    }

    private int find(String name) {
        int index = names.lastIndexOf(Identifiers.fold(name));
        if (index < 0) {
            throw refusal.apply("has no open savepoint " + Excerpt.ofName(name) + " on this level");
        }
        return index;
    }

    private void endFrom(int index) {
        names.subList(index, names.size()).clear();
    }

    private static String number(int index) {
        return "asyncsqlite_named_" + index;
    }
}
