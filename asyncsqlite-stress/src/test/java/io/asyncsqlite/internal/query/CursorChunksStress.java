package io.asyncsqlite.internal.query;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.LogFlush;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.FakeEngine;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import io.asyncsqlite.internal.operation.Race;
import io.asyncsqlite.internal.operation.Telemetry;
import io.asyncsqlite.internal.operation.Undelivered;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Statements;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The races of {@link CursorChunks} between the worker, which has read a chunk, and the consumer, which has used one up or gives up. */
final class CursorChunksStress {

    private static final BoundStatement QUERY = new BoundStatement(SqlStatement.parse("SELECT n"), new Object[0], 0);
    private static final Statements STATEMENTS = new Statements(new Codecs(List.of()), false, Set.of());
    private static final Completions COMPLETIONS = completions();
    private static final long TIMEOUT_NANOS = TimeUnit.HOURS.toNanos(1);

    private CursorChunksStress() {}

    private static Completions completions() {
        ForeignCode foreign = new ForeignCode("fake");
        Telemetry telemetry = new Telemetry("fake", null, foreign, new Counters());
        return new Completions(
                new Callbacks(Runnable::run, foreign),
                telemetry,
                SqliteOptions.memory().build(),
                new LogFlush(),
                ThreadStarter.SYSTEM);
    }

    /** A stream of which the worker alone can read two chunks, of 64 and 128 rows. */
    static class Stream extends OperationSubmitter implements ChunkSink, CursorHome {

        final long patience = Race.patienceNanos();
        final CursorChunks source;

        private final OperationQueue queue = new OperationQueue(100, 1, new Undelivered(1));
        private final DatabaseConnection connection;
        private CursorRows rows;
        private int atOnce;
        private volatile int chunks;

        Stream(long rows) {
            super(STATEMENTS, COMPLETIONS, TIMEOUT_NANOS);
            this.connection = FakeEngine.connection(rows);
            this.source = CursorChunks.start(this, this, QUERY, this);
        }

        @Override
        public void rows(Rows given, boolean last) {
            chunks = chunks + 1;
            if (last) {
                // The last chunk may arrive on the thread that submitted the operation, and not on the worker.
                queue.close();
            }
        }

        @Override
        public void failed(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void opened(CursorRows opened) {
            rows = opened;
        }

        @Override
        public void usedUp(CursorRows used) {
            used.release();
        }

        @Override
        public void acceptFetch(Operation<?> fetch) {
            accept(fetch);
        }

        @Override
        public void endLater(String description, Runnable action) {
            accept(ConnectionOperation.ending(Runnable::run, description, ignored -> action.run()));
        }

        @Override
        public void accept(Operation<?> operation) {
            queue.offer(operation);
        }

        @Override
        public void check(SqlStatement statement) {
            // Intentionally nothing: there is one statement.
        }

        @Override
        public ChunkSource openChunks(BoundStatement bound, ChunkSink sink) {
            return source;
        }

        /** Does what waits, and counts what waited at once. */
        final void work(Operation<?> first) {
            for (Operation<?> next = first; next != null; next = queue.poll()) {
                atOnce = Math.max(atOnce, 1 + queue.size());
                if (next.start(1)) {
                    next.run(connection);
                    next.complete();
                }
            }
        }

        /** Works until the stream is complete, or nothing comes any more. */
        final void workToTheEnd() {
            long late = System.nanoTime() + patience;
            for (Operation<?> next; (next = queue.poll(late)) != null; ) {
                work(next);
            }
            if (System.nanoTime() - late >= 0) {
                Race.wakeUpLost();
            }
        }

        final void workOff() {
            work(queue.poll());
        }

        final int chunks() {
            return chunks;
        }

        final int atOnce() {
            return atOnce;
        }

        /** Does what is left, and tells whether the query was closed after how many chunks. */
        final void finish(LL_Result result) {
            workOff();
            result.r1 = rows != null && rows.isRunning() ? "open" : "closed";
            result.r2 = chunks;
        }

        final void awaitChunks(int count) {
            while (chunks < count) {
                Thread.onSpinWait();
            }
        }
    }

    @JCStressTest
    @Outcome(id = "4, 1", expect = ACCEPTABLE, desc = "All four chunks, one operation at a time.")
    @Outcome(expect = FORBIDDEN, desc = "A credit was lost, or two operations read at once.")
    @State
    public static class CreditsAgainstTheWorker extends Stream {

        public CreditsAgainstTheWorker() {
            super(64 + 128 + 256 + 1);
        }

        @Actor
        public void worker(II_Result result) {
            workToTheEnd();
            result.r1 = chunks();
            result.r2 = atOnce();
        }

        @Actor
        public void consumer() {
            awaitChunks(1);
            source.consumed();
            awaitChunks(2);
            source.consumed();
        }
    }

    @JCStressTest
    @Outcome(id = "closed, [0-2]", expect = ACCEPTABLE, desc = "Abandoned before or after a chunk, and closed.")
    @Outcome(expect = FORBIDDEN, desc = "Its query is left open, or more was read than there were credits.")
    @State
    public static class AbandonAgainstTheWorker extends Stream {

        public AbandonAgainstTheWorker() {
            super(1_000_000);
        }

        @Actor
        public void worker() {
            workOff();
        }

        @Actor
        public void consumer() {
            source.abandon();
        }

        @Arbiter
        public void end(LL_Result result) {
            finish(result);
        }
    }

    @JCStressTest
    @Outcome(
            id = "closed, [2-3]",
            expect = ACCEPTABLE,
            desc = "Abandoned before or after the chunk of the credit, and closed.")
    @Outcome(expect = FORBIDDEN, desc = "Its query is left open, or more was read than there were credits.")
    @State
    public static class CreditAndAbandonAgainstTheWorker extends Stream {

        public CreditAndAbandonAgainstTheWorker() {
            super(1_000_000);
        }

        @Actor
        public void worker() {
            workOff();
        }

        @Actor
        public void consumer() {
            awaitChunks(2);
            source.consumed();
            source.abandon();
        }

        @Arbiter
        public void end(LL_Result result) {
            finish(result);
        }
    }
}
