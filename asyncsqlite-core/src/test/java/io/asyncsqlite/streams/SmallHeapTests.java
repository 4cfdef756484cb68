package io.asyncsqlite.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Row;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream needs no more memory for more rows. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SmallHeapTests {

    private static final long ROWS = 10_000_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"database", "transaction", "connection"})
    void tenMillionRowsPassThroughAHeapOf64Megabytes(String kind) throws Exception {
        String file = directory.resolve("large.db").toString();

        assertThat(SmallHeap.run(64, Program.class, file, kind)).isEqualTo(ROWS + " rows");
    }

    /** Streams rows to a subscriber that asks for some at a time, and prints how many came. */
    static final class Program implements Flow.Subscriber<Row> {

        private static final int REQUEST = 1_000;

        private final CompletableFuture<Long> rows = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private long count;

        public static void main(String[] arguments) {
            SqliteOptions options = SqliteOptions.file(Path.of(arguments[0]))
                    .transactionTimeout(Duration.ofMinutes(5))
                    .build();
            try (AsyncSqlite db = AsyncSqlite.open(options)) {
                System.out.print(switch (arguments[1]) {
                            case "transaction" ->
                                db.inTransaction(Program::count).join();
                            case "connection" ->
                                db.connect().thenCompose(Program::count).join();
                            default -> count(db).join();
                        }
                        + " rows");
            }
        }

        private static CompletableFuture<Long> count(AsyncOperations where) {
            Program program = new Program();
            where
                    .query(
                            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                                    + " SELECT i, 'a text, number ' || i, i * 0.5, 'and another one of some length' FROM n",
                            ROWS)
                    .stream()
                    .subscribe(program);
            return program.rows;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(REQUEST);
        }

        @Override
        public void onNext(Row row) {
            count++;
            if (row.getLong(0) != count) {
                rows.completeExceptionally(new IllegalStateException("rows are out of order"));
            }
            if (count % REQUEST == 0) {
                subscription.request(REQUEST);
            }
        }

        @Override
        public void onError(Throwable failure) {
            rows.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            rows.complete(count);
        }
    }
}
