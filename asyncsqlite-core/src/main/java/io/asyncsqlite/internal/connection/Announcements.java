package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.change.TransactionChanges;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineRun;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.Strays;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine the next statements of a transaction before they run, if it can use that: see {@link EngineConnection#announce}. Worker thread only.
 *
 * <p>Nothing is announced while the changes of the transaction are noted: after each statement SQLite is asked for the rows that it has changed, and
 * must not have run the next one.
 */
public final class Announcements {

    /** For fewer statements an announcement wins nothing: the engine may ask a question first. */
    private static final int LEAST = 3;
    /** The texts of one announcement have to stay in the cache of statements until they run. */
    private static final int MAX_TEXTS = 64;

    private static final int MAX_TEXT_LENGTH = 4096;

    private final EngineConnection engine;
    private final StatementCache statements;
    private final TransactionChanges changes;
    private final StatementFailures failures;

    Announcements(
            EngineConnection engine,
            StatementCache statements,
            TransactionChanges changes,
            StatementFailures failures) {
        this.engine = engine;
        this.statements = statements;
        this.changes = changes;
        this.failures = failures;
    }

    /** Tells whether the engine uses them, because each of its calls is a round trip to a server. */
    public boolean areWanted() {
        return engine.wantsAnnouncements();
    }

    /** Tells whether to announce the statements of the open transaction. */
    public boolean arePossible() {
        return areWanted() && !changes.isNoting();
    }

    /** Announces statements that run next, up to the first that cannot be. */
    public void announce(List<BoundStatement> next) {
        if (next.size() < LEAST) {
            return;
        }
        List<EngineRun> runs = new ArrayList<>(next.size());
        Map<String, EngineStatement> compiled = new HashMap<>();
        for (BoundStatement bound : next) {
            EngineStatement statement = compiled(bound.sql(), compiled);
            if (statement == null || statement.parameterCount() != bound.values().length) {
                break;
            }
            runs.add(new EngineRun(statement, bound.values()));
        }
        announceRuns(runs);
    }

    /** Announces the runs of a statement with one set of values after the other. */
    void announceAll(EngineStatement compiled, List<@Nullable Object[]> sets) {
        if (sets.size() < LEAST || !arePossible()) {
            return;
        }
        List<EngineRun> runs = new ArrayList<>(sets.size());
        for (@Nullable Object[] values : sets) {
            if (compiled.parameterCount() != values.length) {
                break;
            }
            runs.add(new EngineRun(compiled, values));
        }
        announceRuns(runs);
    }

    private void announceRuns(List<EngineRun> runs) {
        if (runs.size() < LEAST) {
            return;
        }
        try {
            engine.announce(runs);
        } catch (EngineException e) {
            // The statement that runs next meets the same.
            failures.noteLoss(e);
        }
    }

    /** Returns the statement of a text, which its run finds in the cache, or null if it may not find it there, or SQLite refuses the text. */
    private @Nullable EngineStatement compiled(String sql, Map<String, EngineStatement> compiled) {
        EngineStatement known = compiled.get(sql);
        if (known != null || compiled.size() == MAX_TEXTS || sql.length() > MAX_TEXT_LENGTH) {
            return known;
        }
        try {
            EngineStatement statement = statements.acquire(sql);
            statements.release(sql, statement);
            compiled.put(sql, statement);
            return statement;
        } catch (EngineException e) {
            failures.noteLoss(e);
            return null;
        }
    }

    /** Returns how many announced statements have not run. */
    public int left() {
        return engine.announced();
    }

    /** Forgets announced statements that have not run. Returns which of them may have been committed all the same. */
    public Strays forget() {
        return engine.forgetAnnounced();
    }
}
