package io.asyncsqlite.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRED;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.TransactionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Transactions that are bound to contexts of Reactor. */
@Timeout(60)
class ReactiveSqliteTransactionManagerTests extends TransactionDatabase {

    private ReactiveSqliteTransactionManager manager;
    private ReactiveSqlite notes;

    @BeforeEach
    void makeManager() {
        manager = new ReactiveSqliteTransactionManager(database);
        notes = new ReactiveSqlite(database);
    }

    private <T> Mono<T> in(TransactionDefinition definition, Mono<T> work) {
        return TransactionalOperator.create(manager, definition).transactional(work);
    }

    private <T> Mono<T> in(Mono<T> work) {
        DefaultTransactionDefinition definition = propagation(PROPAGATION_REQUIRED);
        definition.setName("Notes.add");
        return in(definition, work);
    }

    private Mono<Void> add(String body) {
        return notes.mono(db -> db.execute(ADD, body)).then();
    }

    private Flux<String> read() {
        return notes.flux(db -> db.query("SELECT body FROM note ORDER BY id").mapTo(String.class).stream());
    }

    private static <T> Mono<T> changedMind() {
        return Mono.error(ChangedMind::new);
    }

    @Test
    void transactionIsCommittedAsAWhole() {
        List<String> inside = in(add("a").then(add("b")).then(Mono.defer(() -> {
                    assertThat(bodies()).isEmpty();
                    return read().collectList();
                })))
                .block();

        assertThat(inside).containsExactly("a", "b");
        assertThat(bodies()).containsExactly("a", "b");
        assertThat(read().collectList().block()).containsExactly("a", "b");
    }

    @Test
    void failureRollsItBack() {
        assertThatThrownBy(() -> in(add("a").then(changedMind())).block()).isInstanceOf(ChangedMind.class);

        assertThat(bodies()).isEmpty();
    }

    @Test
    void cancelRollsItBack() throws Exception {
        CountDownLatch added = new CountDownLatch(1);
        Disposable running = in(add("a").then(Mono.fromRunnable(added::countDown))
                        .then(Mono.never()))
                .subscribe();
        assertThat(added.await(10, TimeUnit.SECONDS)).isTrue();

        running.dispose();
        database.execute(ADD, "b").join();

        assertThat(bodies()).containsExactly("b");
    }

    @Test
    void cancelWhileItWaitsForItsTurnLeavesNothingOpen() {
        OpenTransaction other = database.begin().join();
        Disposable waiting = in(add("a")).subscribe();
        while (database.stats().queuedWrites() == 0) {
            Thread.onSpinWait();
        }

        waiting.dispose();
        other.rollback().join();
        database.execute(ADD, "b").join();

        assertThat(bodies()).containsExactly("b");
    }

    @Test
    void readOnlyTransactionReadsOneSnapshot() {
        List<String> seen = in(
                        readOnly(PROPAGATION_REQUIRED),
                        read().collectList()
                                .flatMap(before -> Mono.fromFuture(database.execute(ADD, "a")))
                                .then(read().collectList()))
                .block();

        assertThat(seen).isEmpty();
        assertThatThrownBy(() -> in(readOnly(PROPAGATION_REQUIRED), add("b")).block())
                .hasMessageContaining("read-only");
        assertThat(bodies()).containsExactly("a");
    }

    @Test
    void timeoutCoversTheWaitAndEachOperation() {
        OpenTransaction other = database.begin().join();
        assertThatThrownBy(() -> in(seconds(1), add("a")).block())
                .isInstanceOf(CannotCreateTransactionException.class)
                .hasCauseInstanceOf(OperationTimeoutException.class);
        other.rollback().join();

        Mono<?> endless = notes.mono(db -> db.query(ENDLESS).list());
        assertThatThrownBy(() -> in(seconds(1), endless).block()).isInstanceOf(OperationTimeoutException.class);
        assertThatThrownBy(() ->
                        in(seconds(1), endless.onErrorComplete().then(add("b"))).block())
                .isInstanceOf(TransactionTimedOutException.class);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void failuresOfCommitAreTranslated() {
        Mono<?> orphan = notes.mono(db -> db.execute("INSERT INTO note(body, author) VALUES ('a', 7)"));
        assertThatThrownBy(() -> in(orphan).block())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("FOREIGN KEY");

        Mono<?> ended = notes.mono(db -> db.execute("INSERT OR ROLLBACK INTO note(body) VALUES ('b')"))
                .onErrorComplete();
        assertThatThrownBy(() -> in(add("b").then(ended)).block())
                .isInstanceOf(UnexpectedRollbackException.class)
                .hasCauseInstanceOf(TransactionException.class);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void synchronizationsRunAroundTheCommit() {
        List<String> seen = new ArrayList<>();
        TransactionSynchronization synchronization = new TransactionSynchronization() {
            @Override
            public Mono<Void> beforeCommit(boolean readOnly) {
                return add("before");
            }

            @Override
            public Mono<Void> afterCommit() {
                seen.addAll(bodies());
                return add("after");
            }

            @Override
            public Mono<Void> afterCompletion(int status) {
                return Mono.fromRunnable(() -> seen.add("completed " + status));
            }
        };
        in(TransactionSynchronizationManager.forCurrentTransaction()
                        .doOnNext(context -> context.registerSynchronization(synchronization))
                        .then(add("a")))
                .block();

        assertThat(seen).containsExactly("a", "before", "completed 0");
        assertThat(bodies()).containsExactly("a", "before", "after");
    }

    @Test
    void currentIsTheTransactionOrTheDatabase() {
        assertThat(notes.current().block()).isSameAs(database);
        assertThat(in(notes.current()).block()).isInstanceOf(Transaction.class);
        try (AsyncSqlite other = AsyncSqlite.inMemory()) {
            AsyncOperations operations = in(new ReactiveSqlite(other).current()).block();
            assertThat(operations).isSameAs(other);
        }
    }

    @Test
    void functionInsideIsASavepoint() {
        in(add("a").then(notes.mono(db -> db.<Object>inTransaction(tx -> tx.execute(ADD, "b")
                                        .thenCompose(done -> CompletableFuture.failedFuture(new ChangedMind()))))
                                .onErrorComplete(ChangedMind.class))
                        .then(add("c")))
                .block();

        assertThat(bodies()).containsExactly("a", "c");
    }

    @Test
    void asyncDatabaseThatIsAwaitedFailsSoon() {
        Mono<?> aside = Mono.fromFuture(() -> database.execute(ADD, "b"));

        assertThatItWaitsForItself(in(aside.then()));
        assertThatItWaitsForItself(in(add("a").then(aside).then()));
        assertThat(bodies()).isEmpty();
    }

    private static void assertThatItWaitsForItself(Mono<?> work) {
        assertThatThrownBy(work::block)
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("submitted at " + ReactiveSqliteTransactionManagerTests.class.getName())
                .hasMessageContaining("waits for the transaction 'Notes.add'");
    }
}
