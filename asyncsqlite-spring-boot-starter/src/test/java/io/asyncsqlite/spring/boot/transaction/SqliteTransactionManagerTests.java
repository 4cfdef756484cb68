package io.asyncsqlite.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.springframework.transaction.TransactionDefinition.ISOLATION_SERIALIZABLE;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRED;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.InvalidStatementException;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.OperationInterruptedException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.TransactionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.InvalidIsolationLevelException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions that are bound to threads. */
@Timeout(60)
class SqliteTransactionManagerTests extends TransactionDatabase {

    private SqliteTransactionManager manager;
    private BlockingSqlite notes;
    private TransactionTemplate template;

    @BeforeEach
    void makeManager() {
        manager = new SqliteTransactionManager(database);
        notes = new TransactionAwareBlockingSqlite(database);
        template = new TransactionTemplate(manager);
    }

    private void run(TransactionDefinition definition, Runnable work) {
        new TransactionTemplate(manager, definition).executeWithoutResult(status -> work.run());
    }

    private void add(String body) {
        notes.execute(ADD, body);
    }

    private long count() {
        return notes.query("SELECT count(*) FROM note").mapTo(Long.class).one();
    }

    @Test
    void transactionIsCommittedAsAWhole() {
        template.executeWithoutResult(status -> {
            add("a");
            assertThat(count()).isEqualTo(1);
            assertThat(bodies()).isEmpty();
            notes.executeMany(ADD, List.of("b", "c"));
            notes.executeScript("UPDATE note SET body = upper(body); SELECT 1;");
        });

        assertThat(bodies()).containsExactly("A", "B", "C");
    }

    @Test
    void exceptionAndErrorRollItBack() {
        assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                    add("a");
                    throw new ChangedMind();
                }))
                .isInstanceOf(ChangedMind.class);
        assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                    add("b");
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        template.executeWithoutResult(status -> {
            add("c");
            status.setRollbackOnly();
        });

        assertThat(bodies()).isEmpty();
        add("d");
        assertThat(bodies()).containsExactly("d");
    }

    @Test
    void rollbackOnlyOfAPartIsUnexpectedForTheWhole() {
        assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                    add("a");
                    catchThrowable(() -> template.executeWithoutResult(inner -> {
                        throw new ChangedMind();
                    }));
                    add("b");
                }))
                .isInstanceOf(UnexpectedRollbackException.class);

        assertThat(bodies()).isEmpty();
    }

    @Test
    void readOnlyTransactionReadsOneSnapshotAndRefusesToWrite() {
        add("a");
        run(readOnly(PROPAGATION_REQUIRED), () -> {
            assertThat(count()).isEqualTo(1);
            database.execute(ADD, "b").join();
            assertThat(count()).isEqualTo(1);
            assertThatThrownBy(() -> add("c")).isInstanceOf(InvalidStatementException.class);
        });

        assertThat(bodies()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 2, 4, ISOLATION_SERIALIZABLE})
    void everyLevelOfSqlIsAccepted(int level) {
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        definition.setIsolationLevel(level);
        run(definition, () -> add("a"));

        assertThat(bodies()).containsExactly("a");
    }

    @Test
    void unknownLevelIsRefused() {
        TransactionDefinition unknown = new TransactionDefinition() {
            @Override
            public int getIsolationLevel() {
                return 3;
            }
        };

        assertThatThrownBy(() -> manager.getTransaction(unknown))
                .isInstanceOf(InvalidIsolationLevelException.class)
                .hasMessageContaining("was 3");
    }

    @Test
    void timeoutEndsAStatementAndThenTheTransaction() {
        assertThatThrownBy(() -> run(seconds(1), () -> {
                    add("a");
                    assertThatThrownBy(() -> notes.query(ENDLESS).list()).isInstanceOf(OperationTimeoutException.class);
                    assertThatThrownBy(() -> add("b")).isInstanceOf(TransactionTimedOutException.class);
                }))
                .isInstanceOf(UnexpectedRollbackException.class);

        assertThat(bodies()).isEmpty();
    }

    @Test
    void timeoutCountsTheWaitForItsTurn() {
        OpenTransaction other = database.begin().join();

        assertThatThrownBy(() -> run(seconds(1), () -> add("a")))
                .isInstanceOf(CannotCreateTransactionException.class)
                .hasCauseInstanceOf(OperationTimeoutException.class)
                .hasMessageContaining("could not begin");
        other.rollback().join();
    }

    @Test
    void constraintThatCommitChecksRollsBack() {
        List<Integer> completed = new ArrayList<>();
        assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                    TransactionSynchronizationManager.registerSynchronization(afterCompletion(completed));
                    notes.execute("INSERT INTO note(body, author) VALUES ('a', 7)");
                }))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("FOREIGN KEY");

        assertThat(completed).hasSize(1).doesNotContain(TransactionSynchronization.STATUS_COMMITTED);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void transactionThatSqliteRolledBackIsUnexpected() {
        List<Integer> completed = new ArrayList<>();
        assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                    TransactionSynchronizationManager.registerSynchronization(afterCompletion(completed));
                    add("a");
                    catchThrowable(() -> notes.execute("INSERT OR ROLLBACK INTO note(body) VALUES ('a')"));
                }))
                .isInstanceOf(UnexpectedRollbackException.class)
                .hasCauseInstanceOf(TransactionException.class);

        assertThat(completed).containsExactly(TransactionSynchronization.STATUS_ROLLED_BACK);
        assertThat(bodies()).isEmpty();
    }

    private static TransactionSynchronization afterCompletion(List<Integer> statuses) {
        return new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                statuses.add(status);
            }
        };
    }

    @Test
    void synchronizationsRunAroundTheCommit() {
        List<String> seen = new ArrayList<>();
        template.executeWithoutResult(status -> {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    add("before");
                    seen.add("before " + bodies());
                }

                @Override
                public void afterCommit() {
                    add("after");
                    seen.add("after " + bodies());
                }

                @Override
                public void afterCompletion(int completed) {
                    seen.add("completed " + completed);
                }
            });
            add("a");
        });

        assertThat(seen).containsExactly("before []", "after [a, before, after]", "completed 0");
    }

    @Test
    void failuresOfThePartsReachTheCallerUntranslated() {
        add("a");
        assertThatThrownBy(() -> template.executeWithoutResult(status -> add("a")))
                .isInstanceOf(ConstraintException.class);
        template.executeWithoutResult(status -> {
            catchThrowable(() -> add("a"));
            add("b");
        });

        assertThat(bodies()).containsExactly("a", "b");
    }

    @Test
    void interruptRollsBack() {
        assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                    add("a");
                    Thread.currentThread().interrupt();
                    notes.query(ENDLESS).list();
                }))
                .isInstanceOf(OperationInterruptedException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(bodies()).isEmpty();
    }

    @Test
    void databaseThatClosesRollsBack() {
        assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                    add("a");
                    Thread closing = new Thread(() -> database.close(Duration.ZERO));
                    closing.start();
                    catchThrowable(closing::join);
                }))
                .isInstanceOf(RuntimeException.class);
        openDatabaseAgain();

        assertThat(bodies()).isEmpty();
    }

    private void openDatabaseAgain() {
        database.close();
        database = AsyncSqlite.open(directory.resolve("notes.db"));
    }

    @Test
    void anotherDatabaseHasItsOwnTransactions() {
        try (AsyncSqlite other = AsyncSqlite.inMemory()) {
            BlockingSqlite others = new TransactionAwareBlockingSqlite(other);
            others.executeScript("CREATE TABLE t(k)");
            assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                        add("a");
                        others.execute("INSERT INTO t VALUES (1)");
                        throw new ChangedMind();
                    }))
                    .isInstanceOf(ChangedMind.class);

            assertThat(others.query("SELECT count(*) FROM t").mapTo(Long.class).one())
                    .isEqualTo(1);
            assertThat(bodies()).isEmpty();
        }
    }
}
