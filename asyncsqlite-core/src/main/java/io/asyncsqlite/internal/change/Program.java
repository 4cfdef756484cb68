package io.asyncsqlite.internal.change;

import java.util.List;
import java.util.Set;

/**
 * What the compiled program of a statement reads and writes in the watched schemas.
 *
 * @param reads names of tables
 * @param writes what it may write, each once
 * @param virtual whether it writes a virtual table, whose own statements are counted with those of the program
 * @param anyTable whether it may change tables that are not known
 */
record Program(Set<String> reads, List<TableWrite> writes, boolean virtual, boolean anyTable) {

    /** The program of a statement that changes nothing. */
    static final Program NONE = new Program(Set.of(), List.of(), false, false);

    /** The program of a statement that may change the schema. */
    static final Program ANY = new Program(Set.of(), List.of(), false, true);

    /** Tells whether nothing is known of what the statement does. */
    boolean mayChangeSchema() {
        return anyTable && writes.isEmpty();
    }
}
