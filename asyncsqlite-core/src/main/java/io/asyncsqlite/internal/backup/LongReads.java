package io.asyncsqlite.internal.backup;

import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.internal.backup.BackupTarget.Purpose;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.ScratchConnections;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.LongRead;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the backups, checks and loads of one database: each with a thread and a connection of its own or, where reads cannot run beside the writer, on the
 * writer.
 *
 * <p>Invariants: an accepted operation completes; after {@link #close} none runs, and no thread of one is left.
 */
public final class LongReads {

    private final Services services;
    private final ConnectionFactory connections;
    private final ScratchConnections scratchConnections;
    private final ThreadStarter starter;

    // Guarded by this.
    private final Set<Operation<?>> running = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean closing;

    public LongReads(
            Services services,
            ConnectionFactory connections,
            ScratchConnections scratchConnections,
            ThreadStarter starter) {
        this.services = services;
        this.scratchConnections = scratchConnections;
        this.connections = connections;
        this.starter = starter;
    }

    /** Starts a backup on a connection that cannot write, or throws why not. */
    public void backup(Operation<?> backup) {
        scratchConnections.refuseWithoutFiles();
        accept("backup", backup, connections::openReader, services.workers().separateReaders());
    }

    /** Starts a check, or throws why not. SQLite knows the CHECK constraints of a table only on a connection that may write. */
    public void check(Operation<?> check) {
        accept("check", check, connections::openFurther, services.workers().separateReaders());
    }

    /** Starts the check of a content that is to replace the present one, or throws why not. */
    public void checkContent(Operation<?> check) {
        scratchConnections.refuseWithoutFiles();
        check(check);
    }

    /** Starts the load of a dump into a file of its own, or throws why not. */
    public void load(Operation<?> load, Scratch scratch) {
        scratchConnections.refuseWithoutFiles();
        accept("load", load, () -> open(scratch), true);
    }

    private DatabaseConnection open(Scratch scratch) {
        try {
            scratch.create();
        } catch (IOException e) {
            throw Purpose.REPLACE.failure(Path.of(connections.database()), e);
        }
        return scratchConnections.open(scratch.file());
    }

    private void accept(String name, Operation<?> read, Supplier<DatabaseConnection> opening, boolean ownThread) {
        add(read);
        try {
            if (ownThread) {
                start(name, () -> run(read, opening));
            } else {
                services.workers().accept(read);
            }
        } catch (Throwable e) {
            ended(read);
            throw e;
        }
        Callbacks.whenDone(read.future(), (made, failure) -> ended(read));
    }

    private synchronized void add(Operation<?> read) {
        refuseIfClosing();
        running.add(read);
    }

    private void refuseIfClosing() {
        if (closing) {
            throw Failures.databaseClosed(connections.database());
        }
    }

    private synchronized void ended(Operation<?> read) {
        running.remove(read);
    }

    /** Returns the one that began first, or null. */
    public synchronized @Nullable LongRead oldest() {
        return LongRead.oldest(running.stream().map(LongRead::lasting));
    }

    private void start(String name, Runnable work) {
        Thread thread = new DatabaseThread(name + "-" + connections.database(), work);
        try {
            start(thread);
        } catch (DatabaseClosedException e) {
            throw e;
        } catch (Throwable e) {
            throw new DatabaseOpenException(
                    "No thread could be started for a " + name + " of database '" + connections.database()
                            + "': the operation was not executed",
                    Reason.NO_THREAD,
                    e);
        }
    }

    private synchronized void start(Thread thread) {
        refuseIfClosing();
        threads.removeIf(other -> !other.isAlive());
        starter.start(thread);
        threads.add(thread);
    }

    private void run(Operation<?> read, Supplier<DatabaseConnection> opening) {
        if (!read.start(System.nanoTime())) {
            return;
        }
        try {
            runOnItsOwn(read, opening);
        } catch (Throwable e) {
            read.failBecause(connections.database(), e);
        } finally {
            services.completions().complete(read);
        }
    }

    private void runOnItsOwn(Operation<?> read, Supplier<DatabaseConnection> opening) {
        DatabaseConnection connection = opening.get();
        try {
            read.run(connection);
        } finally {
            connections.close(connection);
        }
    }

    /** Stops all, and returns when all threads have ended. */
    public void close() {
        stopAll().forEach(DatabaseThread::joinUninterruptibly);
    }

    private synchronized List<Thread> stopAll() {
        closing = true;
        running.forEach(read -> read.abandon(Failures.closedWhileRunning(connections.database())));
        return List.copyOf(threads);
    }
}
