package io.asyncsqlite.internal.change;

import io.asyncsqlite.Changes.Kind;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.sql.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from EXPLAIN which tables a program reads and writes. EXPLAIN gives the program of the statement and then those of the triggers and foreign key
 * actions that it may start.
 *
 * @see <a href="https://www.sqlite.org/opcode.html">The SQLite Bytecode Engine</a>
 */
final class ProgramReader {

    // Flags of instructions, see sqliteInt.h.
    private static final long COUNTS = 0x01;
    private static final long IS_UPDATE = 0x04;
    private static final long ROOT_IN_REGISTER = 0x10;

    /** An instruction, as EXPLAIN shows it. */
    private record Instruction(
            String name,
            long p1,
            long p2,
            long p3,
            @Nullable String p4,
            long p5) {

        static Instruction of(@Nullable Object[] row) {
            return new Instruction(
                    String.valueOf(row[1]),
                    number(row[2]),
                    number(row[3]),
                    number(row[4]),
                    row[5] == null ? null : String.valueOf(row[5]),
                    number(row[6]));
        }

        private static long number(@Nullable Object value) {
            return value instanceof Long number ? number : 0;
        }
    }

    private final SchemaTables tables;
    private final @Nullable Kind verb;
    private final Map<Long, SchemaTables.Tree> cursors = new HashMap<>();
    private final Set<String> reads = new HashSet<>();
    private final Set<TableWrite> writes = new LinkedHashSet<>();
    private @Nullable Map<String, String> addresses;
    private boolean direct = true;
    private boolean virtual;
    private boolean anyTable;

    private ProgramReader(SchemaTables tables, @Nullable Kind verb) {
        this.tables = tables;
        this.verb = verb;
    }

    static Program read(String sql, OwnQueries own, SchemaTables tables) throws EngineException {
        ProgramReader reader = new ProgramReader(tables, verb(sql));
        List<@Nullable Object[]> rows = own.rows("EXPLAIN " + sql);
        for (int i = 0; i < rows.size(); i++) {
            @Nullable Object[] row = rows.get(i);
            if (i > 0 && Long.valueOf(0).equals(row[0])) {
                reader.direct = false;
                reader.cursors.clear();
            }
            reader.read(Instruction.of(row));
        }
        return reader.program();
    }

    /** Returns what the text says about the rows that the statement itself writes, or null if that may be more than one kind. */
    private static @Nullable Kind verb(String sql) {
        return switch (Words.first(sql)) {
            // ON CONFLICT DO NOTHING inserts only, and DO UPDATE has the word.
            case "INSERT", "REPLACE" -> Words.names(sql).containsAll(Set.of("conflict", "update")) ? null : Kind.INSERT;
            case "UPDATE" -> Kind.UPDATE;
            default -> null;
        };
    }

    private Program program() {
        List<TableWrite> counted =
                writes.stream().filter(write -> write.kind() != null).toList();
        // A tree that is written without being counted adds nothing where its table is written anyway.
        List<TableWrite> all = new ArrayList<>(counted);
        writes.stream()
                .filter(write -> write.kind() == null
                        && counted.stream().noneMatch(other -> other.table().equals(write.table())))
                .map(write -> new TableWrite(write.table(), null, true))
                .distinct()
                .forEach(all::add);
        return new Program(Set.copyOf(reads), List.copyOf(all), virtual, anyTable);
    }

    private void read(Instruction next) {
        switch (next.name) {
            case "OpenRead", "OpenWrite", "ReopenIdx" -> open(next);
            case "OpenEphemeral", "OpenAutoindex", "OpenDup", "OpenPseudo", "SorterOpen" -> cursors.remove(next.p1);
            case "Insert" -> inserted(next);
            case "IdxInsert" -> indexInserted(next);
            case "Delete" -> deleted(next);
            case "Clear" -> cleared(next);
            case "VOpen" -> virtualRead(next);
            case "VUpdate" -> virtualWritten(next);
            default -> {
                // Touches no table, or one through a cursor that an instruction above opens.
            }
        }
    }

    private void open(Instruction next) {
        cursors.remove(next.p1);
        boolean writes = next.name.equals("OpenWrite");
        if (!tables.isWatched(next.p3) || (next.p5 & ROOT_IN_REGISTER) != 0) {
            // Of a database that is not watched, or made by the statement itself.
            return;
        }
        SchemaTables.Tree tree = tables.tree(next.p3, next.p2);
        if (tree == null) {
            anyTable |= writes;
            return;
        }
        cursors.put(next.p1, tree);
        if (writes) {
            write(tree.table(), null);
        } else {
            reads.add(tree.table());
        }
    }

    private void write(String table, @Nullable Kind kind) {
        writes.add(new TableWrite(table, kind, direct));
    }

    private void inserted(Instruction next) {
        SchemaTables.Tree tree = cursors.get(next.p1);
        if (tree != null && tree.isTable() && (next.p5 & COUNTS) != 0) {
            write(tree.table(), (next.p5 & IS_UPDATE) != 0 ? Kind.UPDATE : Kind.INSERT);
        }
    }

    /** A row of a table without rowids, whose instruction does not tell an INSERT from an UPDATE. */
    private void indexInserted(Instruction next) {
        SchemaTables.Tree tree = cursors.get(next.p1);
        if (tree != null && tree.isTable() && (next.p5 & COUNTS) != 0) {
            insertedOrUpdated(tree.table());
        }
    }

    private void insertedOrUpdated(String table) {
        if (!direct || verb != Kind.UPDATE) {
            write(table, Kind.INSERT);
        }
        if (!direct || verb != Kind.INSERT) {
            write(table, Kind.UPDATE);
        }
    }

    private void deleted(Instruction next) {
        SchemaTables.Tree tree = cursors.get(next.p1);
        if (tree != null && tree.isTable() && (next.p2 & COUNTS) != 0) {
            write(tree.table(), Kind.DELETE);
        }
    }

    /** All rows at once. */
    private void cleared(Instruction next) {
        SchemaTables.Tree tree = tables.tree(next.p2, next.p1);
        if (tree != null) {
            write(tree.table(), tree.isTable() && next.p3 != 0 ? Kind.DELETE : null);
        } else {
            anyTable |= tables.isWatched(next.p2);
        }
    }

    private void virtualRead(Instruction next) {
        String table = virtualTable(next);
        if (table != null) {
            reads.add(table);
        }
    }

    private void virtualWritten(Instruction next) {
        virtual = true;
        String table = virtualTable(next);
        if (table == null) {
            anyTable = true;
        } else if (next.p2 == 1) {
            write(table, Kind.DELETE);
        } else {
            insertedOrUpdated(table);
        }
    }

    /** Returns null for one that is not in the schema, such as {@code json_each}. */
    private @Nullable String virtualTable(Instruction next) {
        Map<String, String> known = addresses;
        if (known == null) {
            known = tables.addresses();
            addresses = known;
        }
        return next.p4 == null ? null : known.get(next.p4);
    }
}
