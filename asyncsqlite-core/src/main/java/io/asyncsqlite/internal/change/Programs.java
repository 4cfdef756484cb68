package io.asyncsqlite.internal.change;

import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.sql.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What statements read and write on one connection, kept for the texts that were used last. Connection's thread only.
 *
 * <p>Invariant: a program that is kept was made from the present schema. The version of the schema is read once in each transaction, in which
 * only the connection itself can change it. Any statement that may change the schema, or a setting, ends what is kept.
 */
final class Programs {

    private static final int CAPACITY = 256;
    private static final int MAX_LENGTH = 32 * 1024;

    /** SQLite's versions of a schema have 32 bits. Numbers of several schemas are equal by chance only. */
    private static final long VERSIONS = (1L << 32) + 15;

    private final OwnQueries own;
    private List<WatchedSchema> schemas = List.of(WatchedSchema.MAIN);
    private final Map<String, Program> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Program> eldest) {
            return size() > CAPACITY;
        }
    };

    private long version;
    private boolean versionIsKnown;
    private @Nullable SchemaTables tables;

    Programs(OwnQueries own) {
        this.own = own;
    }

    /** Sets the schemas that are attached, in the order in which the connection attached them before all others. */
    void attached(List<String> names) {
        schemas = WatchedSchema.withAttached(names);
    }

    /** Returns the name of a table as programs have it, or null for one in a schema that is not watched. */
    @Nullable
    String nameOf(String schema, String table) {
        return schemas.stream()
                .filter(known -> known.is(schema))
                .map(known -> known.nameOf(table))
                .findFirst()
                .orElse(null);
    }

    /** Notes that a transaction begins, before which others may have changed the schema. */
    void transactionBegins() {
        versionIsKnown = false;
    }

    /** Forgets everything: the connection may have changed the schema, or has undone such a change. */
    void clear() {
        known.clear();
        tables = null;
        versionIsKnown = false;
    }

    /** Returns what a statement does that runs in the open transaction. */
    Program of(String sql) throws EngineException {
        checkVersion();
        Program program = known.get(sql);
        if (program == null) {
            program = read(sql);
            if (sql.length() <= MAX_LENGTH) {
                known.put(sql, program);
            }
        }
        return program;
    }

    private Program read(String sql) throws EngineException {
        return switch (Words.first(sql)) {
            case "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH" -> ProgramReader.read(sql, own, tables());
            case "SELECT", "VALUES", "EXPLAIN" -> Program.NONE;
            default -> Program.ANY;
        };
    }

    private void checkVersion() throws EngineException {
        if (!versionIsKnown) {
            long now = schemaVersion();
            if (now != version) {
                clear();
                version = now;
            }
            versionIsKnown = true;
        }
    }

    private SchemaTables tables() throws EngineException {
        SchemaTables read = tables;
        if (read == null) {
            read = SchemaTables.read(own, schemas);
            tables = read;
        }
        return read;
    }

    /** Returns the names of tables as they were created. */
    Set<String> named(Set<String> names) throws EngineException {
        checkVersion();
        return tables().named(names);
    }

    /** Returns a number that changes with the version of each schema. */
    private long schemaVersion() throws EngineException {
        long all = 0;
        for (WatchedSchema schema : schemas) {
            List<@Nullable Object[]> rows = own.rows("PRAGMA " + schema.qualifier() + "schema_version");
            all = all * VERSIONS + (rows.get(0)[0] instanceof Long number ? number : 0);
        }
        return all;
    }

    /**
     * Returns the tables that a query reads now.
     *
     * @param before what this method returned earlier, or null; returned again if the schema has not changed
     * @param named the tables that the user names in place of those that SQLite reads; empty for these
     * @throws EngineException also if there is no table of a name
     */
    TablesRead read(String sql, @Nullable TablesRead before, Set<String> named) throws EngineException {
        long now = schemaVersion();
        if (before != null && before.version() == now) {
            return before;
        }
        SchemaTables present = SchemaTables.read(own, schemas);
        Set<String> tables =
                named.isEmpty() ? ProgramReader.read(sql, own, present).reads() : present.named(named);
        return new TablesRead(now, present.withVirtual(tables));
    }
}
