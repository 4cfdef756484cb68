package io.asyncsqlite.benchmarks.client;

import io.asyncsqlite.AsyncSqlite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** asyncsqlite, whose writers go on, beside different ways to copy its file. */
final class BackupClient implements Client {

    /** The longest time that an operation may have. */
    private static final Duration LONG = Duration.ofHours(1);

    /** A way to copy. */
    @FunctionalInterface
    private interface Copying {

        boolean copy(AsyncSqlite db, Path target, Duration patience) throws Exception;
    }

    private final AsyncSqliteClient core;
    private final Copying copying;

    private BackupClient(Target target, Copying copying) {
        this.core = new AsyncSqliteClient(target);
        this.copying = copying;
    }

    /** Runs the statement VACUUM INTO on the connection that writes. */
    static BackupClient vacuumInto(Target target) {
        return new BackupClient(
                target,
                (db, copy, patience) -> ends(db.withTimeout(LONG).execute("VACUUM INTO ?", copy.toString()), patience));
    }

    /** Runs {@code .backup} of the shell of SQLite in a process of its own. */
    static BackupClient shell(Target target) {
        return new BackupClient(target, (db, copy, patience) -> copyByShell(target.file(), copy, patience));
    }

    private static boolean copyByShell(Path file, Path copy, Duration patience)
            throws IOException, InterruptedException {
        return Shell.run(file, List.of(".timeout 10000", ".backup \"" + copy + "\""), patience) != null;
    }

    /** Copies nothing. */
    static BackupClient none(Target target) {
        return new BackupClient(target, (db, copy, patience) -> true);
    }

    /** Waits for the end of a copy, and returns whether it came in time; otherwise it is cancelled. */
    static boolean ends(CompletableFuture<?> copy, Duration patience) throws InterruptedException, ExecutionException {
        try {
            copy.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            copy.cancel(true);
            return false;
        }
    }

    @Override
    public String pragma(String name) {
        return core.pragma(name);
    }

    @Override
    public CompletableFuture<?> insert(int k, String body) {
        return core.insert(k, body);
    }

    @Override
    public boolean backup(Path target, Duration patience) throws Exception {
        return copying.copy(core.db(), target, patience);
    }

    @Override
    public void close() {
        core.close();
    }
}
