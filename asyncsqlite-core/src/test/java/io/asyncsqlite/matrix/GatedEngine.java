package io.asyncsqlite.matrix;

import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineBlob;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.testing.ForwardingConnection;
import io.asyncsqlite.testing.ForwardingStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The real engine, with gates before marked statements and before the COMMIT of the subject, where an Error can come as well. */
final class GatedEngine implements Engine {

    /** Marks a statement that holds up what comes after it. */
    static final String HOLD = " /* hold */ ";
    /** Marks the statement of the subject. */
    static final String SUBJECT = " /* subject */ ";

    private final int gatedFetch;

    final Gate hold = new Gate();
    final Gate statement = new Gate();
    final Gate commit = new Gate();
    final Gate busy = new Gate();

    /** Thrown once, after the next BEGIN. */
    final AtomicReference<@Nullable Error> beginError = new AtomicReference<>();

    /** Thrown once, in place of the subject's statement. */
    final AtomicReference<@Nullable Error> statementError = new AtomicReference<>();

    /** Thrown once, in place of the subject's COMMIT. */
    final AtomicReference<@Nullable Error> commitError = new AtomicReference<>();

    /** Thrown once, after the subject's COMMIT. */
    final AtomicReference<@Nullable Error> committedError = new AtomicReference<>();

    /** Stops every statement. */
    volatile boolean ended;

    /** What a database in memory held when it was closed. */
    volatile @Nullable Content lastContent;

    /**
     * Makes an engine.
     *
     * @param gatedFetch before which reading of rows the subject's gate is; 0 for before its statement
     */
    GatedEngine(int gatedFetch) {
        this.gatedFetch = gatedFetch;
    }

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        OpenRequest watched = new OpenRequest(request.file(), request.readOnly(), attempts -> {
            busy.touch();
            return request.whenBusy().test(attempts);
        });
        return new Connection(TestEngine.get().open(watched), request.file() == null);
    }

    @Override
    public Set<Ability> abilities() {
        return TestEngine.get().abilities();
    }

    private static void throwOnce(AtomicReference<@Nullable Error> error) {
        Error thrown = error.getAndSet(null);
        if (thrown != null) {
            throw thrown;
        }
    }

    private final class Connection extends ForwardingConnection {

        private final boolean inMemory;
        private boolean subjectRan;

        Connection(EngineConnection real, boolean inMemory) {
            super(real);
            this.inMemory = inMemory;
        }

        private void before(String sql) {
            if (sql.contains(HOLD)) {
                hold.pass();
            } else if (sql.contains(SUBJECT)) {
                subject();
            }
        }

        private void subject() {
            subjectRan = true;
            statement.pass();
            throwOnce(statementError);
        }

        @Override
        public EngineStatement prepare(String sql) throws EngineException {
            EngineStatement prepared = super.prepare(sql);
            return sql.contains(HOLD) || sql.contains(SUBJECT)
                    ? new GatedStatement(prepared, () -> before(sql), sql.contains(SUBJECT) ? gatedFetch : 0)
                    : prepared;
        }

        @Override
        public void executeScript(String sql) throws EngineException {
            before(sql);
            super.executeScript(sql);
        }

        @Override
        public void begin(BeginMode mode) throws EngineException {
            subjectRan = false;
            super.begin(mode);
            throwOnce(beginError);
        }

        @Override
        public void commit() throws EngineException {
            boolean last = subjectRan;
            subjectRan = false;
            if (last) {
                commit.pass();
                throwOnce(commitError);
            }
            super.commit();
            if (last) {
                throwOnce(committedError);
            }
        }

        @Override
        public void rollback() throws EngineException {
            subjectRan = false;
            super.rollback();
        }

        @Override
        public void onProgress(int steps, BooleanSupplier stop) throws EngineException {
            super.onProgress(steps, () -> ended || stop.getAsBoolean());
        }

        @Override
        public EngineBlob openBlob(String database, String table, String column, long rowid, boolean writable)
                throws EngineException {
            return new GatedBlob(super.openBlob(database, table, column, rowid, writable), this::subject);
        }

        @Override
        public void close() throws EngineException {
            try {
                if (inMemory) {
                    lastContent = new Content(
                            values("SELECT k FROM t"), values("SELECT p FROM c"), values("SELECT v FROM b"));
                }
            } finally {
                super.close();
            }
        }

        private List<String> values(String sql) throws EngineException {
            List<@Nullable Object[]> rows = new ArrayList<>();
            try (EngineStatement query = super.prepare(sql)) {
                boolean more = query.execute(new Object[0]);
                while (more) {
                    more = query.fetch(64, rows);
                }
            }
            return rows.stream().map(row -> Content.text(row[0])).toList();
        }
    }

    /** A statement with a gate before it, or before one of its readings. */
    private static final class GatedStatement extends ForwardingStatement {

        private final Runnable before;
        private final int gatedFetch;
        private int fetches;

        GatedStatement(EngineStatement real, Runnable before, int gatedFetch) {
            super(real);
            this.before = before;
            this.gatedFetch = gatedFetch;
        }

        private void passIfThere() {
            if (fetches++ == gatedFetch) {
                before.run();
            }
        }

        @Override
        public boolean execute(@Nullable Object[] values) throws EngineException {
            fetches = 0;
            passIfThere();
            return super.execute(values);
        }

        @Override
        public boolean fetch(int maxRows, List<@Nullable Object[]> sink) throws EngineException {
            passIfThere();
            return super.fetch(maxRows, sink);
        }
    }

    /** A blob with a gate before it is written. */
    private record GatedBlob(EngineBlob real, Runnable before) implements EngineBlob {

        @Override
        public int size() {
            return real.size();
        }

        @Override
        public void read(int position, byte[] target, int offset, int length) throws EngineException {
            real.read(position, target, offset, length);
        }

        @Override
        public void write(int position, byte[] source) throws EngineException {
            before.run();
            real.write(position, source);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
