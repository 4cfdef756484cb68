package io.asyncsqlite.internal.change;

import io.asyncsqlite.Changes;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes what the transactions of one connection change, and tells it after the COMMIT. Connection's thread only.
 *
 * <p>Invariants:
 * <ol>
 *   <li>It reports nothing that was rolled back: with the transaction, or to a savepoint.
 *   <li>It reports a commit that changed a table with that table, or with {@link ChangeSet#anyTable()}.
 *   <li>A transaction is noted if there was a listener when it began. Of others nothing is noted; if there is a listener at their COMMIT, they may
 *       have changed any table.
 * </ol>
 */
public final class TransactionChanges {

    private static final int UNKNOWN = -1;

    /** A savepoint, or the transaction itself, and what was changed since it began. */
    private record Level(String name, ChangeSet changes) {}

    private final EngineConnection engine;
    private final CommitWatch watch;
    private final Programs programs;

    /** The transaction and the open savepoints in it, the innermost last; empty if the transaction is not noted. */
    private final List<Level> levels = new ArrayList<>();

    private boolean open;
    private boolean noting;
    private boolean schemaTouched;

    /** The statement that ran last, whose rows are not counted yet: SQLite counts those of RETURNING when the last one was read. */
    private @Nullable Program last;

    /** What the statement does that is about to run. */
    private Program next = Program.NONE;

    /** Rows that SQLite had counted before that statement. */
    private long counted;

    /**
     * Notes nothing at first.
     *
     * @param own runs queries of the library
     */
    public TransactionChanges(EngineConnection engine, CommitWatch watch, OwnQueries own) {
        this.engine = engine;
        this.watch = watch;
        this.programs = new Programs(own);
    }

    /** Sets the schemas that the options of the database attach, in their order. They are watched as its own file is. */
    public void attached(List<String> schemas) {
        programs.attached(schemas);
    }

    /** Notes that a transaction has begun. */
    public void began() {
        open = true;
        noting = watch.isWatched();
        if (noting) {
            beginNoting();
        }
    }

    /** Tells whether the open transaction is noted. */
    public boolean isNoting() {
        return noting;
    }

    private void beginNoting() {
        levels.clear();
        levels.add(new Level("", new ChangeSet()));
        last = null;
        schemaTouched = false;
        programs.transactionBegins();
        guarded(() -> counted = engine.totalChanges());
    }

    /** Tells what the transaction has changed, which is committed. */
    public void committed() {
        open = false;
        if (noting) {
            noting = false;
            watch.committed(this::all);
        } else if (watch.isWatched()) {
            watch.committed(ChangeSet::ofAnyTable);
        }
    }

    private ChangeSet all() {
        settle(UNKNOWN);
        ChangeSet all = levels.get(0).changes;
        levels.subList(1, levels.size()).forEach(level -> all.addAll(level.changes));
        return all;
    }

    /** Tells that the transaction may have been committed. */
    public void mayBeCommitted() {
        ended();
        watch.committed(ChangeSet::ofAnyTable);
    }

    /** Notes that no transaction is open any more, and that nothing was changed. */
    public void ended() {
        open = false;
        if (noting) {
            noting = false;
            forgetUndoneSchema();
        }
    }

    private void forgetUndoneSchema() {
        if (schemaTouched) {
            programs.clear();
        }
    }

    /** Notes that a statement has run. */
    public void ran(SqlStatement statement) {
        switch (statement.kind()) {
            case READ -> {
                // Changes nothing.
            }
            case WRITE -> {
                if (noting) {
                    hasRun();
                }
            }
            case PRAGMA, OUTSIDE_TRANSACTION -> ranBesideRows(statement);
        }
    }

    /** Notes that a setting changes which decides what statements do. */
    public void settingChanges() {
        programs.clear();
    }

    /** A PRAGMA, VACUUM or ATTACH, which commits by itself if no transaction is open. It may change what other statements do. */
    private void ranBesideRows(SqlStatement statement) {
        programs.clear();
        if (statement.onlyReads()) {
            return;
        }
        if (noting) {
            hasRun();
        } else if (!open && watch.isWatched()) {
            watch.committed(ChangeSet::ofAnyTable);
        }
    }

    /** Notes that a statement of a script has run. */
    public void ranInScript() {
        if (noting) {
            hasRun();
        }
    }

    /** Notes that a statement has run once for each of several sets of values, and how many rows it has changed itself. */
    public void ranAll(long direct) {
        if (noting) {
            hasRun();
            settle(direct);
        }
    }

    private void hasRun() {
        last = next;
        if (next.anyTable()) {
            present().addAnyTable();
        }
        if (next.mayChangeSchema()) {
            schemaTouched = true;
            programs.clear();
        }
    }

    /** Notes that a statement is about to run. */
    public void starts(SqlStatement statement) {
        if (noting && statement.kind() != StatementKind.READ) {
            prepare(statement.text());
        }
    }

    /** Notes that a statement of a script is about to run. */
    public void startsInScript(String sql) {
        if (noting) {
            prepare(sql);
        }
    }

    private void prepare(String sql) {
        settle(UNKNOWN);
        next = Program.ANY;
        try {
            // Before the statement runs: EXPLAIN sets the count of changed rows to zero.
            next = programs.of(sql);
        } catch (EngineException | RuntimeException e) {
            // If the statement runs all the same, it may have changed any table.
        }
    }

    /** Notes that the statement which ran last has ended. */
    public void finished() {
        if (noting) {
            settle(UNKNOWN);
        }
    }

    /** Notes that a statement has failed. */
    public void failed(boolean leftChanges) {
        if (noting) {
            settle(UNKNOWN);
            if (leftChanges) {
                present().addAnyTable();
            }
            guarded(() -> counted = engine.totalChanges());
        }
    }

    /** Notes that a value was written in place. */
    public void wroteBlob(String database, String table) {
        String watched = programs.nameOf(database, table);
        if (noting && watched != null) {
            settle(UNKNOWN);
            guarded(() -> {
                for (String name : programs.named(Set.of(watched))) {
                    present().add(new TableWrite(name, Changes.Kind.UPDATE, true), 1);
                }
            });
        }
    }

    /** Notes that a statement for a savepoint has run. */
    public void controlled(String sql) {
        if (!noting) {
            return;
        }
        settle(UNKNOWN);
        String name = sql.substring(sql.lastIndexOf(' ') + 1);
        if (sql.startsWith("SAVEPOINT ")) {
            levels.add(new Level(name, new ChangeSet()));
        } else if (sql.startsWith("RELEASE ")) {
            release(indexOf(name));
        } else {
            rollbackTo(indexOf(name));
        }
    }

    private int indexOf(String name) {
        for (int i = levels.size() - 1; i > 0; i--) {
            if (levels.get(i).name.equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no savepoint " + name);
    }

    private void release(int index) {
        ChangeSet outer = levels.get(index - 1).changes;
        List<Level> released = levels.subList(index, levels.size());
        released.forEach(level -> outer.addAll(level.changes));
        released.clear();
    }

    private void rollbackTo(int index) {
        levels.subList(index + 1, levels.size()).clear();
        levels.get(index).changes.clear();
        forgetUndoneSchema();
    }

    private ChangeSet present() {
        return levels.get(levels.size() - 1).changes;
    }

    /**
     * Counts the rows of the statement that ran last.
     *
     * @param direct how many rows the statement itself has changed, if known
     */
    private void settle(long direct) {
        Program program = last;
        if (program == null) {
            return;
        }
        last = null;
        guarded(() -> {
            long total = engine.totalChanges();
            long changed = total - counted;
            counted = total;
            if (changed != 0) {
                count(program, changed, direct);
            }
        });
    }

    private void count(Program program, long changed, long directIfKnown) throws EngineException {
        List<TableWrite> writes = program.writes();
        if (writes.size() == 1 && !program.virtual() && writes.get(0).direct()) {
            present().add(writes.get(0), changed);
            return;
        }
        long direct = directIfKnown != UNKNOWN ? directIfKnown : engine.changes();
        boolean indirectIsKnown = !program.virtual();
        count(writes, true, direct);
        count(writes, false, indirectIsKnown ? changed - direct : UNKNOWN);
    }

    /** Counts the direct or the indirect changes of a statement. */
    private void count(List<TableWrite> writes, boolean direct, long rows) {
        long kinds = writes.stream()
                .filter(write -> write.direct() == direct && write.kind() != null)
                .count();
        for (TableWrite write : writes) {
            if (write.kind() == null) {
                present().add(write, UNKNOWN);
            } else if (write.direct() == direct) {
                present().add(write, kinds == 1 || rows == 0 ? rows : UNKNOWN);
            }
        }
    }

    /**
     * Returns the tables that a query reads now.
     *
     * @param before what this method returned earlier, or null
     * @param named the tables that the user names in their place, or none
     */
    public TablesRead read(String sql, @Nullable TablesRead before, Set<String> named) throws EngineException {
        return programs.read(sql, before, named);
    }

    private interface Step {

        void run() throws EngineException;
    }

    /** Does a step that must not make a statement fail which has run. If it fails, any table may have been changed. */
    private void guarded(Step step) {
        try {
            step.run();
        } catch (EngineException | RuntimeException e) {
            present().addAnyTable();
        }
    }
}
