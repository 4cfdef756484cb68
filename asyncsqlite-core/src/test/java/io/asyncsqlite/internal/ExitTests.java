package io.asyncsqlite.internal;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.testing.LogCapture;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that ends with a database open. */
@Timeout(60)
class ExitTests {

    @TempDir
    Path directory;

    @Test
    void acceptedWritesAreFinishedWhenTheProgramEndsWithoutClose() throws Exception {
        Path file = directory.resolve("exit.db");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();

        assertThat(program.waitFor(40, TimeUnit.SECONDS)).isTrue();

        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            assertThat(await(
                            db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                    .isEqualTo(Program.ROWS);
        }
    }

    @Test
    void writesThatAreNotFinishedInTimeAreCountedInAWarning() throws Exception {
        Path file = directory.resolve("held.db");
        try (LogCapture log = new LogCapture(ExitWatch.class);
                AsyncSqlite db = AsyncSqlite.open(file)) {
            await(db.execute("CREATE TABLE t(k)"));
            OpenTransaction tx = await(db.begin());
            List<CompletableFuture<WriteResult>> waiting =
                    List.of(db.execute("INSERT INTO t VALUES (1)"), db.execute("INSERT INTO t VALUES (2)"));

            ExitWatch.finishAll(TimeUnit.MILLISECONDS.toNanos(50));

            log.awaitMessage("The program ends while database 'held.db' is open and 3 accepted writes are not finished,"
                    + " which are lost: close the database first");
            await(tx.rollback());
            for (CompletableFuture<WriteResult> write : waiting) {
                await(write);
            }
        }
    }

    /** Submits writes, and ends. */
    static final class Program {

        static final int ROWS = 500;

        private Program() {}

        public static void main(String[] arguments) {
            AsyncSqlite db = AsyncSqlite.open(Path.of(arguments[0]));
            db.execute("CREATE TABLE t(k)");
            for (int i = 0; i < ROWS; i++) {
                db.execute("INSERT INTO t VALUES (?)", i);
            }
        }
    }
}
