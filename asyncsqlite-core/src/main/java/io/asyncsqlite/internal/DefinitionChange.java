package io.asyncsqlite.internal;

import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.function.Definitions;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Operation;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Changes the functions and collations of an open database, on the writer: first there, so that SQLite's refusal changes nothing elsewhere. */
final class DefinitionChange {

    private final Definitions definitions;
    private final UserDefined place;
    private final @Nullable UserDefined definition;

    private DefinitionChange(Definitions definitions, UserDefined place, @Nullable UserDefined definition) {
        this.definitions = definitions;
        this.place = place;
        this.definition = definition;
    }

    static Operation<Void> define(Executor executor, Definitions definitions, UserDefined definition) {
        return new DefinitionChange(definitions, definition, definition).operation(executor, "definition of ");
    }

    static Operation<Void> remove(Executor executor, Definitions definitions, UserDefined definition) {
        return new DefinitionChange(definitions, definition, null).operation(executor, "removal of ");
    }

    private Operation<Void> operation(Executor executor, String what) {
        return ConnectionOperation.control(executor, what + place, this::run);
    }

    private void run(DatabaseConnection writer) {
        check(writer);
        writer.change(place, definition);
    }

    /** Refuses names that SQLite, the driver or the options define: SQLite could not give back what was there before. */
    private void check(DatabaseConnection writer) {
        if (definitions.isFixed(place)) {
            throw refused("the options define it, for as long as the database is open");
        }
        if (definition == null && !definitions.has(place)) {
            throw refused("it is not defined");
        }
        if (place instanceof SqlFunction && !definitions.wasDefined(place) && isKnown(writer)) {
            throw refused("SQLite has a function of this name, which only SqliteOptions.Builder.define may replace");
        }
    }

    private boolean isKnown(DatabaseConnection writer) {
        String name = place.name().replace("'", "''");
        try {
            return !writer.pragma(
                            "SELECT count(*) FROM pragma_function_list WHERE name = '" + name + "' COLLATE NOCASE")
                    .equals("0");
        } catch (EngineException e) {
            throw writer.translate(e, "functions of the connection");
        }
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("Nothing was changed about " + place + ": " + why);
    }
}
