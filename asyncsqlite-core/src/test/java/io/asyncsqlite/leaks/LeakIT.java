package io.asyncsqlite.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.TransactionMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * However many operations are cancelled, fail, or are forgotten by their callers: nothing of them stays. {@code -Dleaks.operations=N} says
 * how many there are.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeakIT {

    private static final int OPERATIONS = Integer.getInteger("leaks.operations", 1_000_000);
    private static final int READERS = 2;
    private static final int STREAM_CONNECTIONS = 64;
    // Less than one small object for each operation that is cancelled, fails or is forgotten.
    private static final long TOLERATED_BYTES = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void cancelledFailedAndForgottenOperationsLeaveNothing() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "only Linux shows the descriptors of a process");
        Footprint opened;
        try (AsyncSqlite db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("leaks.db"))
                .synchronous(Synchronous.NORMAL)
                .readers(READERS)
                .streamConnections(STREAM_CONNECTIONS)
                .build())) {
            db.executeScript(Load.SCHEMA).join();
            Load load = new Load(db);
            load.run(OPERATIONS / 10);
            openAsManyReadersAsPossible(db);
            awaitEndOfSpareReaders(db);
            Footprint before = Footprint.measure(directory);

            load.run(OPERATIONS);

            awaitEndOfSpareReaders(db);
            opened = Footprint.measure(directory);
            System.out.printf("%,d operations: %s, before %s, %s%n", OPERATIONS, opened, before, load);
            assertThat(opened.files()).hasSizeLessThanOrEqualTo(before.files().size());
            assertThat(before.others()).containsAll(opened.others());
            assertThat(opened.threads()).isEqualTo(before.threads());
            assertThat(opened.heap()).isLessThan(before.heap() + TOLERATED_BYTES);
            load.checkShares();
        }
        Footprint closed = Footprint.measure(directory);
        assertThat(closed.files()).isEmpty();
        assertThat(closed.threads()).isZero();
        assertThat(closed.others()).containsExactlyInAnyOrderElementsOf(opened.others());
    }

    /**
     * SQLite keeps the descriptor of a connection that is closed for the next one, because closing it would drop the locks of the others. So there
     * are as many as connections were ever open at a time.
     */
    private static void openAsManyReadersAsPossible(AsyncSqlite db) {
        List<CompletableFuture<OpenTransaction>> transactions = new ArrayList<>();
        for (int i = 0; i < STREAM_CONNECTIONS; i++) {
            transactions.add(db.begin(TransactionMode.READ_ONLY));
        }
        transactions.forEach(transaction ->
                transaction.join().query("SELECT count(*) FROM t").one().join());
        CompletableFuture<?>[] reads = new CompletableFuture<?>[100];
        Arrays.setAll(reads, i -> db.query("SELECT count(*) FROM t").one());
        CompletableFuture.allOf(reads).join();
        transactions.forEach(transaction -> transaction.join().rollback().join());
    }

    /** Streams had readers of their own, which are kept for a while. */
    private static void awaitEndOfSpareReaders(AsyncSqlite db) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (db.stats().openReaders() > READERS || readerThreads() > READERS) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static long readerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("asyncsqlite-reader-"))
                .count();
    }
}
