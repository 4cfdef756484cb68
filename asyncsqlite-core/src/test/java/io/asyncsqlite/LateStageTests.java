package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.AppDatabase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stage is inside of the transaction whose future it depends on, also if it is added after the future has completed. */
@Timeout(30)
class LateStageTests extends AppDatabase {

    private static final String INSERT = "INSERT INTO t VALUES (1)";

    /** Adds a stage that submits a write, and returns that write. */
    interface Adding extends BiFunction<CompletableFuture<?>, Supplier<CompletableFuture<?>>, CompletableFuture<?>> {}

    static Stream<Named<Adding>> stages() {
        return Stream.of(
                Named.of(
                        "whenComplete",
                        (future, write) -> submittedBy(
                                given -> future.whenComplete((done, failure) -> given.complete(write.get())))),
                Named.of(
                        "handle",
                        (future, write) ->
                                submittedBy(given -> future.handle((done, failure) -> given.complete(write.get())))),
                Named.of(
                        "thenApply",
                        (future, write) -> submittedBy(given -> future.thenApply(done -> given.complete(write.get())))),
                Named.of("thenCompose", (future, write) -> future.thenCompose(done -> write.get())),
                Named.of(
                        "thenAccept",
                        (future, write) ->
                                submittedBy(given -> future.thenAccept(done -> given.complete(write.get())))),
                Named.of(
                        "thenRun",
                        (future, write) -> submittedBy(given -> future.thenRun(() -> given.complete(write.get())))),
                Named.of(
                        "exceptionally",
                        (future, write) -> submittedBy(given -> future.thenApply(done -> {
                                    throw new CompletionException(new IllegalStateException("on purpose"));
                                })
                                .exceptionally(failure -> given.complete(write.get())))),
                Named.of("thenComposeAsync", (future, write) -> future.thenComposeAsync(done -> write.get())),
                Named.of(
                        "stage of a stage",
                        (future, write) -> future.thenApply(done -> done)
                                .thenApply(done -> done)
                                .thenCompose(done -> write.get())));
    }

    private static CompletableFuture<?> submittedBy(Consumer<CompletableFuture<CompletableFuture<?>>> adding) {
        CompletableFuture<CompletableFuture<?>> given = new CompletableFuture<>();
        adding.accept(given);
        return given.getNow(CompletableFuture.completedFuture("no stage ran"));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void stageAddedLateIsInside(Adding adding) throws Exception {
        OpenTransaction tx = await(db.begin());
        CompletableFuture<WriteResult> insert = tx.execute(INSERT);
        await(insert);

        assertThatItWaitsForItself(adding.apply(insert, () -> db.execute(INSERT)));
        await(tx.rollback());
    }

    @ParameterizedTest
    @MethodSource("stages")
    void stageAddedAfterTheEndIsOutside(Adding adding) throws Exception {
        OpenTransaction tx = await(db.begin());
        CompletableFuture<WriteResult> insert = tx.execute(INSERT);
        await(insert);
        await(tx.rollback());

        assertThat(failureOf(adding.apply(insert, () -> db.execute(INSERT)))).isNull();
    }

    @Test
    void stageOfARefusedOperationIsInside() throws Exception {
        OpenTransaction tx = await(db.begin());

        assertThatItWaitsForItself(tx.execute("no SQL")
                .handle((done, failure) -> db.execute(INSERT))
                .join());
        await(tx.rollback());
    }

    @Test
    void stageOfABeginIsInside() throws Exception {
        CompletableFuture<OpenTransaction> begun = db.begin();
        OpenTransaction tx = await(begun);

        assertThatItWaitsForItself(begun.thenApply(open -> open).thenCompose(open -> db.execute(INSERT)));
        await(tx.rollback());
    }

    @Test
    void stageOfANestedTransactionIsInside() throws Exception {
        OpenTransaction tx = await(db.begin());
        CompletableFuture<WriteResult> nested = tx.inTransaction(inner -> inner.execute(INSERT));
        await(nested);

        assertThatItWaitsForItself(nested.thenCompose(done -> db.execute(INSERT)));
        await(tx.rollback());
    }

    @Test
    void stageOfABulkWriteIsInside() throws Exception {
        OpenTransaction tx = await(db.begin());
        CompletableFuture<Long> written =
                tx.bulkWrite("INSERT INTO t VALUES (?)").from(Stream.of(1, 2).iterator());
        await(written);

        assertThatItWaitsForItself(written.thenCompose(done -> db.execute(INSERT)));
        await(tx.rollback());
    }

    @Test
    void signalsOfAStreamAreInside() throws Exception {
        OpenTransaction tx = await(db.begin());
        await(tx.executeMany(
                "INSERT INTO t VALUES (?)",
                Stream.generate(() -> 1).limit(1_000).toList()));

        assertThatItWaitsForItself(submittedAtTheEndOf(tx.query("SELECT k FROM t").stream()));
        CompletableFuture<Long> handled = tx.query("SELECT k FROM t").forEach(row -> {});
        await(handled);
        assertThatItWaitsForItself(handled.thenCompose(count -> db.execute(INSERT)));
        await(tx.rollback());
    }

    private CompletableFuture<?> submittedAtTheEndOf(Flow.Publisher<Row> rows) throws Exception {
        CompletableFuture<CompletableFuture<?>> submitted = new CompletableFuture<>();
        rows.subscribe(new Flow.Subscriber<>() {

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Row row) {}

            @Override
            public void onError(Throwable failure) {
                submitted.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                submitted.complete(db.execute(INSERT));
            }
        });
        return await(submitted);
    }

    @Test
    void stagesAndSignalsOfAConnectionAreInside() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.begin());
            CompletableFuture<WriteResult> insert = connection.execute(INSERT);
            await(insert);

            assertThatItWaitsForItself(insert.thenCompose(done -> db.execute(INSERT)));
            assertThatItWaitsForItself(submittedAtTheEndOf(connection.query("SELECT k FROM t").stream()));
            try (Cursor cursor = await(connection.cursor("SELECT k FROM t"))) {
                assertThatItWaitsForItself(submittedAtTheEndOf(cursor.stream()));
            }
            CompletableFuture<Long> lent =
                    connection.withCursor("SELECT k FROM t", cursor -> cursor.forEach(row -> {}));
            await(lent);
            assertThatItWaitsForItself(lent.thenCompose(count -> db.execute(INSERT)));
            await(connection.rollback());
        }
    }

    @Test
    void stageOfAConnectionInMemoryIsInside() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            CompletableFuture<AsyncConnection> connecting = memory.connect();
            AsyncConnection connection = await(connecting);

            assertThatItWaitsForItself(connecting.thenCompose(open -> memory.execute("CREATE TABLE t(k)")));
            connection.close();
        }
    }

    private static void assertThatItWaitsForItself(CompletableFuture<?> write) throws Exception {
        assertThat(failureOf(write))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("The operation submitted at io.asyncsqlite.LateStageTests")
                .hasMessageContaining(" waits for ");
    }
}
