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
    private @Nullable Object keptSchemaKey;
    private @Nullable List<String> names;
    private @Nullable List<@Nullable String> types;

    KeptColumns(Source source) {
        this.source = source;
    }

    /**
     * Returns the names. {@code schemaKey} is the key of the schema: kept names are valid while it stays equal; null disables the
     * cache.
     */
    List<String> names(@Nullable Object schemaKey) throws EngineException {
        clearIfStale(schemaKey);
        List<String> kept = names;
        if (kept == null) {
            kept = source.readColumnNames();
            names = kept;
        }
        return kept;
    }

    /** Returns the declared types, as {@link #names}. */
    List<@Nullable String> types(@Nullable Object schemaKey) throws EngineException {
        clearIfStale(schemaKey);
        List<@Nullable String> kept = types;
        if (kept == null) {
            kept = source.readDeclaredTypes();
            types = kept;
        }
        return kept;
    }

    private void clearIfStale(@Nullable Object schemaKey) {
        if (schemaKey == null || !schemaKey.equals(keptSchemaKey)) {
            names = null;
            types = null;
            keptSchemaKey = schemaKey;
        }
    }
}
