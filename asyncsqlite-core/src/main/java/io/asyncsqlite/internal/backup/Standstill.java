package io.asyncsqlite.internal.backup;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.Services;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Begins a read transaction whose whole state is in the file of the database, and none of it in the log. Thread of the backup.
 *
 * <p>A checkpoint moves nothing into the file that is newer than the state of a reader, and nothing at all while a reader uses no log. So if the whole log is in
 * the file at a moment after the reader has begun, then the file is the state of the reader, and stays so until the reader ends.
 *
 * <p>Invariants:
 * <ol>
 *   <li>The writer checkpoints in its turn, and waits there until the reader has begun, so that it adds nothing to the log in between. It waits for older readers
 *       up to {@code READERS_NANOS}, and for this one up to {@code WAIT_NANOS}.
 *   <li>Connections that the writer does not know may add to the log. Then it is tried again, up to {@code ATTEMPTS} times. Readers that last are waited for once.
 * </ol>
 *
 * @see <a href="https://www.sqlite.org/walformat.html#wal_locks">WAL Locks</a>
 */
final class Standstill {

    private static final int ATTEMPTS = 5;
    private static final long READERS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Operation<?> operation;
    private final Services services;
    private final Pace pace;

    Standstill(Operation<?> operation, Services services, Pace pace) {
        this.operation = operation;
        this.services = services;
        this.pace = pace;
    }

    /** Begins the read transaction, and returns false if there is none: readers last, or others write all the time. */
    boolean begin(DatabaseConnection reader) throws EngineException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Turn turn = new Turn();
            if (attempt(reader, turn)) {
                return true;
            }
            reader.interrupter().checkStop(operation.sql());
            if (!turn.checkpointed) {
                return false;
            }
        }
        return false;
    }

    private boolean attempt(DatabaseConnection reader, Turn turn) throws EngineException {
        Operation<Void> checkpoint = WriterTurn.ask(services, "checkpoint for a backup", turn::run);
        if (checkpoint == null) {
            return false;
        }
        Callbacks.whenDone(checkpoint.future(), (nothing, failure) -> turn.end());
        try {
            pace.await(() -> turn.checkpointed || turn.ended);
            return turn.checkpointed && begins(reader, turn);
        } finally {
            turn.readerBegun.countDown();
            checkpoint.future().cancel(true);
        }
    }

    private boolean begins(DatabaseConnection reader, Turn turn) throws EngineException {
        reader.transaction().begin(BeginMode.DEFERRED);
        boolean whole = false;
        try {
            // The first read of the transaction decides which state it sees.
            reader.pragma("PRAGMA schema_version");
            turn.readerBegun.countDown();
            pace.await(() -> turn.ended);
            whole = turn.whole;
            return whole;
        } finally {
            if (!whole) {
                reader.transaction().endSnapshot();
            }
        }
    }

    /** What the writer does in its turn, and what it tells the reader. */
    private static final class Turn {

        private final Thread reader = Thread.currentThread();
        private final CountDownLatch readerBegun = new CountDownLatch(1);
        private volatile boolean checkpointed;
        private volatile boolean whole;
        private volatile boolean ended;

        @Nullable
        Object run(DatabaseConnection writer) throws EngineException, InterruptedException {
            if (isInFile(writer.pragmaRow("PRAGMA main.wal_checkpoint(FULL)", READERS_NANOS))) {
                checkpointed = true;
                LockSupport.unpark(reader);
                whole = readerBegun.await(WAIT_NANOS, TimeUnit.NANOSECONDS)
                        && isInFile(writer.pragmaRow("PRAGMA main.wal_checkpoint(NOOP)"));
            }
            end();
            return null;
        }

        /** Tells whether the whole log is in the file, from whether the checkpoint was refused, the length of the log, and how much of it is in the file. */
        private static boolean isInFile(@Nullable Object[] row) {
            return Long.valueOf(0).equals(row[0]) && row[1] != null && row[1].equals(row[2]);
        }

        void end() {
            ended = true;
            LockSupport.unpark(reader);
        }
    }
}
