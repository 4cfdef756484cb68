package io.asyncsqlite.internal.function;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqlCollation;
import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineFunction;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The functions and collations that one connection has: those of its database, at the latest version that it took over. Worker thread only. */
public final class ConnectionFunctions {

    private final Definitions definitions;
    private final EngineConnection engine;
    private final Caller caller;
    private final Map<Definitions.Key, UserDefined> applied = new HashMap<>();
    private int version;

    /**
     * Makes a connection without functions.
     *
     * @param mustStop whether the running statement has to stop
     */
    public ConnectionFunctions(Definitions definitions, EngineConnection engine, BooleanSupplier mustStop) {
        this.definitions = definitions;
        this.engine = engine;
        this.caller = new Caller(definitions.codecs(), mustStop);
    }

    /** Tells whether a statement may start: the connection has the latest version, and no function runs. */
    public boolean isReady() {
        return version == definitions.version() && !caller.isCalling();
    }

    /**
     * Takes changes over before a statement. SQLite changes no definition while another statement runs, such as that of a cursor: then the connection
     * keeps what it has until a later statement.
     *
     * @return whether something was changed, so that statements have to be compiled again
     * @throws IllegalStateException if a function of the connection runs, which cannot use it
     */
    public boolean prepare() throws EngineException {
        if (caller.isCalling()) {
            throw new IllegalStateException("a function or collation cannot use the connection that calls it");
        }
        try {
            return apply();
        } catch (EngineException e) {
            if (e.primaryCode() == ResultCode.BUSY) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Changes a definition: first on this connection, and for the others once SQLite has accepted it here. One connection of the database may do so.
     *
     * @param definition what is to stand at the place; null for nothing
     */
    public void change(UserDefined place, @Nullable UserDefined definition) throws EngineException {
        apply();
        if (definition == null) {
            remove(place);
            applied.remove(Definitions.Key.of(place));
        } else {
            create(definition);
            applied.put(Definitions.Key.of(place), definition);
        }
        definitions.replace(place, definition);
        version = definitions.version();
    }

    /** Takes changes over, or throws why that is not possible. */
    public boolean apply() throws EngineException {
        int latest = definitions.version();
        if (version == latest) {
            return false;
        }
        Map<Definitions.Key, UserDefined> wanted = definitions.current();
        for (Map.Entry<Definitions.Key, UserDefined> old : Map.copyOf(applied).entrySet()) {
            if (!wanted.containsKey(old.getKey())) {
                remove(old.getValue());
                applied.remove(old.getKey());
            }
        }
        for (Map.Entry<Definitions.Key, UserDefined> entry : wanted.entrySet()) {
            if (!entry.getValue().equals(applied.get(entry.getKey()))) {
                create(entry.getValue());
                applied.put(entry.getKey(), entry.getValue());
            }
        }
        version = latest;
        return true;
    }

    private void create(UserDefined definition) throws EngineException {
        if (definition instanceof SqlFunction function) {
            engine.createFunction(new EngineFunction(
                    function.name(), function.argumentCount(), flags(function), caller.body(function)));
        } else {
            engine.createCollation(definition.name(), caller.order((SqlCollation) definition));
        }
    }

    private void remove(UserDefined definition) throws EngineException {
        if (definition instanceof SqlFunction function) {
            engine.removeFunction(function.name(), function.argumentCount());
        } else {
            engine.removeCollation(definition.name());
        }
    }

    private static int flags(SqlFunction function) {
        return (function.isDeterministic() ? EngineFunction.DETERMINISTIC : 0)
                | (function.isDirectOnly() ? EngineFunction.DIRECT_ONLY : 0)
                | (function.isInnocuous() ? EngineFunction.INNOCUOUS : 0);
    }
}
