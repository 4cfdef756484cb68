package io.asyncsqlite.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BulkWrite;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million rows go through a heap that could not hold them, with the default options, and none is lost. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BulkInSmallHeapTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"iterator", "publisher", "blocking", "one"})
    void millionRowsAreWritten(String kind) throws Exception {
        String file = directory.resolve("bulk.db").toString();

        assertThat(SmallHeap.run(48, Program.class, file, kind)).isEqualTo("1000000, 1000000, 1000000");
    }

    /** Writes in one way, and prints the changes, the last progress and the rows that are there. */
    static final class Program {

        private static final long ROWS = 1_000_000;
        private static final String INSERT = "INSERT INTO t VALUES (?, ?)";

        private Program() {}

        public static void main(String[] arguments) {
            AtomicLong progress = new AtomicLong();
            try (AsyncSqlite db = AsyncSqlite.open(Path.of(arguments[0]))) {
                db.execute("CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT)").join();
                BulkWrite write = db.bulkWrite(INSERT).withProgress(progress::set);
                long changes = written(db, write, progress, arguments[1]).join();
                long there = db.query("SELECT count(*) FROM t WHERE length(v) >= 100")
                        .mapTo(Long.class)
                        .one()
                        .join();
                System.out.print(changes + ", " + progress + ", " + there);
            }
        }

        private static CompletableFuture<Long> written(
                AsyncSqlite db, BulkWrite write, AtomicLong progress, String kind) {
            return switch (kind) {
                case "iterator" -> write.from(rows());
                case "one" -> write.allOrNone().from(rows());
                case "blocking" ->
                    CompletableFuture.completedFuture(db.blocking()
                            .bulkWrite(INSERT)
                            .withProgress(progress::set)
                            .from(rows()));
                default ->
                    write.from(db
                            .query("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS
                                    + ") SELECT i FROM n")
                            .map(row -> row(row.getLong(0)))
                            .stream());
            };
        }

        private static Iterator<Object[]> rows() {
            return LongStream.rangeClosed(1, ROWS).mapToObj(Program::row).iterator();
        }

        private static Object[] row(long i) {
            return new Object[] {i, "x".repeat(100) + i};
        }
    }
}
