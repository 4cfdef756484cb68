package io.asyncsqlite.internal.change;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.Identifiers;
import io.asyncsqlite.internal.sql.Words;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the watched schemas, by the pages at which their trees start and, for virtual tables, by their addresses in memory. Describes one
 * version of the schema on one connection.
 */
final class SchemaTables {

    /** The tree of a table or of one of its indexes. */
    record Tree(String table, boolean isTable) {}

    private static final String SCHEMA_TABLE = "sqlite_schema";

    /** Where a tree starts, in which schema. */
    private record Root(long schema, long page) {}

    private record Virtual(String sql, WatchedSchema schema, String table) {}

    private final OwnQueries own;
    private final Map<Root, Tree> trees = new HashMap<>();

    /** The names of all tables, by their folded names. */
    private final Map<String, String> names = new HashMap<>();

    /** Virtual tables, by their folded names. */
    private final Map<String, Virtual> virtual = new HashMap<>();

    /** What a message says of further schemas. */
    private final String others;

    private SchemaTables(OwnQueries own, String others) {
        this.own = own;
        this.others = others;
    }

    static SchemaTables read(OwnQueries own, List<WatchedSchema> schemas) throws EngineException {
        SchemaTables tables = new SchemaTables(own, schemas.size() > 1 ? " or an attached one" : "");
        for (WatchedSchema schema : schemas) {
            tables.read(schema);
        }
        return tables;
    }

    private void read(WatchedSchema schema) throws EngineException {
        add(schema, SCHEMA_TABLE, 1, true);
        String query = "SELECT type, tbl_name, rootpage, sql FROM " + schema.qualifier() + "sqlite_schema";
        for (@Nullable Object[] row : own.rows(query)) {
            String table = String.valueOf(row[1]);
            boolean isTable = "table".equals(row[0]);
            long root = row[2] instanceof Long page ? page : 0;
            if (root == 0 && isTable) {
                String folded = Identifiers.fold(schema.nameOf(table));
                virtual.put(folded, new Virtual(String.valueOf(row[3]), schema, table));
            }
            add(schema, table, root, isTable);
        }
    }

    private void add(WatchedSchema schema, String table, long root, boolean isTable) {
        String name = schema.nameOf(table);
        if (root > 0) {
            trees.put(new Root(schema.number(), root), new Tree(name, isTable));
        }
        if (isTable) {
            names.put(Identifiers.fold(name), name);
        }
    }

    /** Tells whether a schema is one of those that are watched, by SQLite's number of it. */
    boolean isWatched(long schema) {
        return trees.containsKey(new Root(schema, 1));
    }

    @Nullable
    Tree tree(long schema, long root) {
        return trees.get(new Root(schema, root));
    }

    /** Returns the names of tables as they were created. */
    Set<String> named(Set<String> given) throws EngineException {
        Set<String> found = new HashSet<>();
        for (String name : given) {
            String table = names.get(Identifiers.fold(name));
            if (table == null) {
                throw new EngineException(
                        ResultCode.ERROR, "no such table in the main database" + others + ": " + Excerpt.ofName(name));
            }
            found.add(table);
        }
        return found;
    }

    /**
     * Returns the names of virtual tables by the addresses that EXPLAIN shows. The connection opens a table when a statement that uses it is first
     * compiled, and keeps its address as long as it knows the schema.
     */
    Map<String, String> addresses() {
        Map<String, String> addresses = new HashMap<>();
        virtual.forEach((folded, table) -> {
            String name = String.valueOf(names.get(folded));
            try {
                String query = "EXPLAIN SELECT 1 FROM " + table.schema.qualifier() + Identifiers.quoted(table.table);
                for (@Nullable Object[] row : own.rows(query)) {
                    if ("VOpen".equals(row[1]) && row[5] != null) {
                        addresses.put(String.valueOf(row[5]), name);
                    }
                }
            } catch (EngineException e) {
                // Its module is not there, so no statement can use it.
            }
        });
        return addresses;
    }

    /**
     * Adds the tables that virtual ones are made of: those whose names start with the name of the virtual one and an underscore, and those that the
     * text of the virtual one names, such as {@code content='document'}. A table that a virtual one is made of stands for that one, too.
     */
    Set<String> withVirtual(Set<String> tables) {
        if (virtual.isEmpty()) {
            return tables;
        }
        Set<String> all = new HashSet<>(tables);
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Map.Entry<String, Virtual> table : virtual.entrySet()) {
                grows |= addParts(all, table.getKey(), table.getValue());
            }
        }
        return all;
    }

    private boolean addParts(Set<String> all, String folded, Virtual virtual) {
        String name = String.valueOf(names.get(folded));
        List<String> own = names.keySet().stream()
                .filter(other -> other.startsWith(folded + "_"))
                .map(names::get)
                .toList();
        boolean grew = own.stream().anyMatch(all::contains) && all.add(name);
        if (all.contains(name)) {
            grew |= all.addAll(own);
            for (String named : Words.names(virtual.sql)) {
                String table = names.get(Identifiers.fold(virtual.schema.nameOf(named)));
                grew |= table != null && all.add(table);
            }
        }
        return grew;
    }
}
