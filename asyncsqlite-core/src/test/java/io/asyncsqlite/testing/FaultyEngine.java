package io.asyncsqlite.testing;

import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.TestEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The real engine. Its COMMIT, proof of a transaction or checkpoint fails when the test wants it, as after a fault of the disk.
 */
public final class FaultyEngine implements Engine {

    private final AtomicInteger badCommits = new AtomicInteger();
    private volatile int commitFault;
    private final AtomicReference<EngineException> proofFault = new AtomicReference<>();
    private final AtomicInteger goodCommits = new AtomicInteger();
    private volatile int checkpointFault;
    private volatile @Nullable Throwable checkpointThrows;
    private volatile int replaceFault;
    private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();
    private volatile String refusedSql = "";
    private volatile String unreadSql = "";
    private final AtomicInteger runsLeft = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> unread = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> beforeCommit = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> beforeBegin = new AtomicReference<>();

    /** Makes a COMMIT fail once, after some that succeed. */
    public void failCommit(int code, int goodBefore) {
        failCommits(code, goodBefore, 1);
    }

    /** Makes a number of COMMITs fail, after some that succeed. */
    public void failCommits(int code, int goodBefore, int bad) {
        commitFault = code;
        badCommits.set(bad);
        goodCommits.set(goodBefore);
    }

    /** Makes each replacement of the content fail, or none with the code 0. */
    public void failReplacements(int code) {
        replaceFault = code;
    }

    /** Makes every checkpoint fail that the database does itself, or none with the code 0. */
    public void failCheckpoints(int code) {
        checkpointFault = code;
    }

    /** Makes every checkpoint throw that the database does itself, or none with null. */
    public void throwInCheckpoints(@Nullable Throwable thrown) {
        checkpointThrows = thrown;
    }

    /** Returns a latch that opens when a statement is compiled next. */
    public CountDownLatch awaitStatement(String sql) {
        CountDownLatch seen = new CountDownLatch(1);
        awaited.put(sql, seen);
        return seen;
    }

    /** Makes a statement of the library's own fail whenever it is compiled. */
    public void failStatements(String sql) {
        refusedSql = sql;
    }

    /** Makes the first runs of a statement throw, each after it ran and before it gives a row. */
    public void failReads(String sql, Throwable thrown, int runs) {
        unreadSql = sql;
        runsLeft.set(runs);
        unread.set(thrown);
    }

    /** Has something done once, on the connection's thread, before the next COMMIT. */
    public void beforeCommit(Runnable action) {
        beforeCommit.set(action);
    }

    /** Has something done once, on the connection's thread, before the next BEGIN. */
    public void beforeBegin(Runnable action) {
        beforeBegin.set(action);
    }

    private static void runOnce(AtomicReference<@Nullable Runnable> action) {
        Runnable next = action.getAndSet(null);
        if (next != null) {
            next.run();
        }
    }

    public void failProof(int code) {
        proofFault.set(new EngineException(code, "told to fail"));
    }

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        return new Connection(TestEngine.get().open(request));
    }

    @Override
    public Set<Ability> abilities() {
        return TestEngine.get().abilities();
    }

    private static void failOnce(AtomicReference<EngineException> fault) throws EngineException {
        EngineException failure = fault.getAndSet(null);
        if (failure != null) {
            throw failure;
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Throws what no signature allows.
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private final class Connection extends ForwardingConnection {

        Connection(EngineConnection real) {
            super(real);
        }

        @Override
        public EngineStatement prepare(String sql) throws EngineException {
            CountDownLatch seen = awaited.remove(sql);
            if (seen != null) {
                seen.countDown();
            }
            Throwable thrown = checkpointThrows;
            if (thrown != null && sql.startsWith("PRAGMA wal_checkpoint")) {
                FaultyEngine.<RuntimeException>sneak(thrown);
            }
            if (checkpointFault != 0 && sql.equals("PRAGMA wal_checkpoint(PASSIVE)")) {
                throw new EngineException(checkpointFault, "told to fail");
            }
            if (sql.equals(refusedSql)) {
                throw new EngineException(1, "told to fail");
            }
            EngineStatement statement = super.prepare(sql);
            return sql.equals(unreadSql) ? new UnreadStatement(statement) : statement;
        }

        @Override
        public void begin(BeginMode mode) throws EngineException {
            runOnce(beforeBegin);
            super.begin(mode);
        }

        @Override
        public void commit() throws EngineException {
            runOnce(beforeCommit);
            if (goodCommits.getAndDecrement() <= 0 && badCommits.getAndDecrement() > 0) {
                throw new EngineException(commitFault, "told to fail");
            }
            super.commit();
        }

        @Override
        public void replaceBy(Path file, BooleanSupplier stop) throws EngineException {
            runOnce(beforeCommit);
            if (replaceFault != 0) {
                throw new EngineException(replaceFault, "told to fail");
            }
            super.replaceBy(file, stop);
        }

        @Override
        public boolean inTransaction() throws EngineException {
            failOnce(proofFault);
            return super.inTransaction();
        }
    }

    /** Runs as the real one, but its rows cannot be read. */
    private final class UnreadStatement extends ForwardingStatement {

        UnreadStatement(EngineStatement real) {
            super(real);
        }

        @Override
        public boolean fetch(int maxRows, List<@Nullable Object[]> sink) throws EngineException {
            Throwable thrown = unread.get();
            if (thrown != null) {
                // A member of a group runs a second time, alone.
                if (runsLeft.decrementAndGet() <= 0) {
                    unread.set(null);
                }
                FaultyEngine.<RuntimeException>sneak(thrown);
            }
            return super.fetch(maxRows, sink);
        }
    }
}
