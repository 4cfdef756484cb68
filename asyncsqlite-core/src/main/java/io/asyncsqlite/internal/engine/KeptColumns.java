package io.asyncsqlite.internal.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names and declared types of the columns of a statement, kept from run to run. They are valid as long as the key of the schema
 * stays equal.
 */
final class KeptColumns {

    /** Reads names and types from SQLite. */
    interface Source {

        List<String> readColumnNames() throws EngineException;

        List<@Nullable String> readDeclaredTypes() throws EngineException;
    }

    private final Source source;
    private @Nullable Object basisKept;
    private @Nullable List<String> names;
    private @Nullable List<@Nullable String> types;

    KeptColumns(Source source) {
        this.source = source;
    }

    /**
     * Returns the names. {@code basis} is the key of the schema: kept names are valid while it stays equal; null disables the
     * cache.
     */
    List<String> names(@Nullable Object basis) throws EngineException {
        forgetThoseOfAnother(basis);
        List<String> kept = names;
        if (kept == null) {
            kept = source.readColumnNames();
            names = kept;
        }
        return kept;
    }

    /** Returns the declared types, as {@link #names}. */
    List<@Nullable String> types(@Nullable Object basis) throws EngineException {
        forgetThoseOfAnother(basis);
        List<@Nullable String> kept = types;
        if (kept == null) {
            kept = source.readDeclaredTypes();
            types = kept;
        }
        return kept;
    }

    private void forgetThoseOfAnother(@Nullable Object basis) {
        if (basis == null || !basis.equals(basisKept)) {
            names = null;
            types = null;
            basisKept = basis;
        }
    }
}
