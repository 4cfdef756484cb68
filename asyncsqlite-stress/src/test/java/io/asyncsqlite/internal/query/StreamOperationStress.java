package io.asyncsqlite.internal.query;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.FakeEngine;
import io.asyncsqlite.internal.operation.Race;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The races of {@link StreamOperation} between its reader and the consumer: two credits, and more as chunks are used up. */
final class StreamOperationStress {

    private static final BoundStatement QUERY = new BoundStatement(SqlStatement.parse("SELECT n"), new Object[0], 0);

    private StreamOperationStress() {}

    /** A stream of which the reader alone can read two chunks, of 64 and 128 rows. */
    static class TwoChunksRead implements ChunkSink {

        final StreamOperation stream;

        private final long patience = Race.patienceNanos();
        private final DatabaseConnection connection;
        private volatile int chunks;

        TwoChunksRead(long rows) {
            connection = FakeEngine.connection(rows);
            stream = new StreamOperation(
                    Runnable::run, QUERY, this, Duration.ofNanos(patience), () -> {}, null, text -> {});
            Race.accept(stream);
            stream.start(1);
        }

        @Override
        public void rows(Rows rows, boolean last) {
            chunks = chunks + 1;
        }

        @Override
        public void failed(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        final void run(LL_Result result) {
            long late = System.nanoTime() + patience;
            boolean ended = stream.run(connection);
            result.r1 = ended ? "ended" : stream.failure().getClass().getSimpleName();
            result.r2 = chunks;
            if (System.nanoTime() - late >= 0) {
                // It looks again when its time is over, so that it ends all the same.
                Race.wakeUpLost();
                result.r1 = "never woken";
            }
        }

        /** Comes when the reader is about to wait for a credit. */
        final void awaitTwoChunks() {
            while (chunks < 2) {
                Thread.onSpinWait();
            }
        }
    }

    @JCStressTest
    @Outcome(
            id = "ended, 3",
            expect = ACCEPTABLE,
            desc = "All but the last chunk, which is the result: two at once, then one for each credit that came back.")
    @Outcome(expect = FORBIDDEN, desc = "A credit was lost, or the reader not woken for it.")
    @State
    public static class CreditsAgainstAWaitingReader extends TwoChunksRead {

        public CreditsAgainstAWaitingReader() {
            super(64 + 128 + 256 + 1);
        }

        @Actor
        public void reader(LL_Result result) {
            run(result);
        }

        @Actor
        public void consumer() {
            awaitTwoChunks();
            stream.consumed();
            stream.consumed();
        }
    }

    @JCStressTest
    @Outcome(id = "ended, [01]", expect = ACCEPTABLE, desc = "Cancelled while reading.")
    @Outcome(id = "StatementException, 0", expect = ACCEPTABLE, desc = "Cancelled as the statement was about to start.")
    @Outcome(id = "ended, 2", expect = ACCEPTABLE, desc = "Cancelled while waiting for a credit.")
    @Outcome(expect = FORBIDDEN, desc = "Reads or waits on.")
    @State
    public static class CancelAgainstAWaitingReader extends TwoChunksRead {

        public CancelAgainstAWaitingReader() {
            super(1_000_000);
        }

        @Actor
        public void reader(LL_Result result) {
            run(result);
        }

        @Actor
        public void consumer() {
            stream.abandon();
        }
    }

    @JCStressTest
    @Outcome(id = "ended, 2", expect = ACCEPTABLE, desc = "Cancelled before the reader took the credit that came back.")
    @Outcome(id = "ended, 3", expect = ACCEPTABLE, desc = "Cancelled after it had.")
    @Outcome(expect = FORBIDDEN, desc = "More chunks than credits, or a wait that does not end.")
    @State
    public static class CreditAndCancelAgainstAWaitingReader extends TwoChunksRead {

        public CreditAndCancelAgainstAWaitingReader() {
            super(1_000_000);
        }

        @Actor
        public void reader(LL_Result result) {
            run(result);
        }

        @Actor
        public void consumer() {
            awaitTwoChunks();
            stream.consumed();
            stream.abandon();
        }
    }

    @JCStressTest
    @Outcome(
            id = "DatabaseClosedException, [0-2]",
            expect = ACCEPTABLE,
            desc = "Ended, with the reason of the end and no other.")
    @Outcome(expect = FORBIDDEN, desc = "Complete, though it was not, or ended for a reason of its own.")
    @State
    public static class CloseAgainstAWaitingReader extends TwoChunksRead {

        public CloseAgainstAWaitingReader() {
            super(1_000_000);
        }

        @Actor
        public void reader(LL_Result result) {
            run(result);
        }

        @Actor
        public void closer() {
            stream.end(Failures.databaseClosed("fake"));
        }
    }
}
