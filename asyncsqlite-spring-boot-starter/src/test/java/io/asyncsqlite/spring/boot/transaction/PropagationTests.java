package io.asyncsqlite.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_MANDATORY;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NESTED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NEVER;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NOT_SUPPORTED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRES_NEW;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_SUPPORTS;

import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.TransactionMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions of a thread inside of others. */
@Timeout(30)
class PropagationTests extends TransactionDatabase {

    private SqliteTransactionManager manager;
    private BlockingSqlite notes;

    @BeforeEach
    void makeManager() {
        manager = new SqliteTransactionManager(database);
        notes = new TransactionAwareBlockingSqlite(database);
    }

    private void run(TransactionDefinition definition, Runnable work) {
        new TransactionTemplate(manager, definition).executeWithoutResult(status -> work.run());
    }

    private void run(int propagation, Runnable work) {
        run(propagation(propagation), work);
    }

    private void fail(int propagation, Runnable work) {
        assertThatThrownBy(() -> run(propagation, () -> {
                    work.run();
                    throw new ChangedMind();
                }))
                .isInstanceOf(ChangedMind.class);
    }

    private void add(String body) {
        notes.execute(ADD, body);
    }

    @Test
    void requiredJoins() {
        fail(PROPAGATION_REQUIRED, () -> {
            add("a");
            run(PROPAGATION_REQUIRED, () -> add("b"));
        });

        assertThat(bodies()).isEmpty();
    }

    @Test
    void supportsJoinsOrRunsWithoutATransaction() {
        fail(PROPAGATION_REQUIRED, () -> run(PROPAGATION_SUPPORTS, () -> add("a")));
        fail(PROPAGATION_SUPPORTS, () -> add("b"));

        assertThat(bodies()).containsExactly("b");
    }

    @Test
    void mandatoryJoinsOrIsRefused() {
        run(PROPAGATION_REQUIRED, () -> run(PROPAGATION_MANDATORY, () -> add("a")));

        assertThatThrownBy(() -> run(PROPAGATION_MANDATORY, () -> add("b")))
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThat(bodies()).containsExactly("a");
    }

    @Test
    void neverIsRefusedInsideOfATransaction() {
        run(PROPAGATION_NEVER, () -> add("a"));
        run(
                PROPAGATION_REQUIRED,
                () -> assertThatThrownBy(() -> run(PROPAGATION_NEVER, () -> add("b")))
                        .isInstanceOf(IllegalTransactionStateException.class));

        assertThat(bodies()).containsExactly("a");
    }

    @Test
    void notSupportedReadsOutsideAndMayNotWrite() {
        run(PROPAGATION_REQUIRED, () -> {
            add("a");
            run(PROPAGATION_NOT_SUPPORTED, () -> {
                assertThat(notes.query("SELECT 1 FROM note").list()).isEmpty();
                assertThat(catchThrowable(() -> add("b")))
                        .isInstanceOf(TransactionException.class)
                        .hasMessageContaining("submitted at " + PropagationTests.class.getName() + ".add")
                        .hasMessageContaining(
                                "waits for the transaction '" + PropagationTests.class.getName() + ".run");
            });
            add("c");
        });

        assertThat(bodies()).containsExactly("a", "c");
    }

    @Test
    void notSupportedWritesInsideOfAReadOnlyTransaction() {
        run(readOnly(PROPAGATION_REQUIRED), () -> run(PROPAGATION_NOT_SUPPORTED, () -> add("a")));

        assertThat(bodies()).containsExactly("a");
    }

    @Test
    void newTransactionThatWritesInsideOfOneThatWritesFailsAtOnce() {
        DefaultTransactionDefinition inner = propagation(PROPAGATION_REQUIRES_NEW);
        inner.setName("Audit.log");
        run(PROPAGATION_REQUIRED, () -> {
            add("a");
            assertThatThrownBy(() -> run(inner, () -> add("b")))
                    .isInstanceOf(WriterSuspendedException.class)
                    .hasMessageContaining("'Audit.log'")
                    .hasMessageContaining("Propagation.NESTED")
                    .hasMessageContaining("waits for the transaction '" + PropagationTests.class.getName() + ".run");
            add("c");
        });

        assertThat(bodies()).containsExactly("a", "c");
    }

    @Test
    void newTransactionNextToOneThatReadsIsIndependent() {
        assertThatThrownBy(() -> run(readOnly(PROPAGATION_REQUIRED), () -> {
                    run(PROPAGATION_REQUIRES_NEW, () -> add("a"));
                    assertThat(notes.query("SELECT 1 FROM note").list()).hasSize(1);
                    throw new ChangedMind();
                }))
                .isInstanceOf(ChangedMind.class);
        run(PROPAGATION_REQUIRED, () -> {
            add("b");
            run(
                    readOnly(PROPAGATION_REQUIRES_NEW),
                    () -> assertThat(notes.query("SELECT 1 FROM note").list()).hasSize(1));
            assertThat(notes.query("SELECT 1 FROM note").list()).hasSize(2);
        });

        assertThat(bodies()).containsExactly("a", "b");
    }

    @Test
    void nestedIsUndoneAlone() {
        run(PROPAGATION_REQUIRED, () -> {
            add("a");
            fail(PROPAGATION_NESTED, () -> add("b"));
            run(PROPAGATION_NESTED, () -> {
                add("c");
                fail(PROPAGATION_NESTED, () -> add("d"));
            });
        });

        assertThat(bodies()).containsExactly("a", "c");
    }

    @Test
    void nestedForgetsWhatMarkedItRollbackOnly() {
        run(PROPAGATION_REQUIRED, () -> {
            add("a");
            catchThrowable(() -> run(PROPAGATION_NESTED, () -> {
                add("b");
                catchThrowable(() -> fail(PROPAGATION_REQUIRED, () -> add("c")));
            }));
        });

        assertThat(bodies()).containsExactly("a");
    }

    @Test
    void nestedWithoutATransactionIsOne() {
        fail(PROPAGATION_NESTED, () -> add("a"));
        run(PROPAGATION_NESTED, () -> add("b"));

        assertThat(bodies()).containsExactly("b");
    }

    @Test
    void transactionsOfTheViewAreSavepoints() {
        run(PROPAGATION_REQUIRED, () -> {
            notes.inTransaction(tx -> tx.execute(ADD, "a"));
            catchThrowable(() -> notes.inTransaction(tx -> {
                tx.execute(ADD, "b");
                add("c");
                throw new ChangedMind();
            }));
            try (BlockingTransaction tx = notes.begin()) {
                tx.execute(ADD, "d");
            }
            try (BlockingTransaction tx = notes.begin(TransactionMode.IMMEDIATE, "named")) {
                tx.execute(ADD, "e");
                tx.commit();
                assertThatThrownBy(() -> tx.execute(ADD, "f")).isInstanceOf(TransactionException.class);
            }
            long seen = notes.inTransaction(
                    TransactionMode.READ_ONLY,
                    tx -> tx.query("SELECT count(*) FROM note")
                            .mapTo(Long.class)
                            .one());
            assertThat(seen).isEqualTo(2);
        });

        assertThat(bodies()).containsExactly("a", "e");
    }

    @Test
    void lambdasCannotTakePart() {
        run(PROPAGATION_REQUIRED, () -> {
            assertThatThrownBy(() -> notes.read(connection -> 1)).hasMessageContaining("cannot take part");
            assertThatThrownBy(() -> notes.write(connection -> 1)).hasMessageContaining("cannot take part");
        });

        assertThat(notes.<Integer>write(connection -> 1)).isEqualTo(1);
        assertThat(notes.<Integer>read(connection -> 1)).isEqualTo(1);
    }

    @Test
    void asyncDatabaseThatIsWaitedForFailsSoon() {
        run(PROPAGATION_REQUIRED, () -> {
            add("a");
            assertThatThrownBy(() -> database.execute(ADD, "b").join())
                    .cause()
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("waits for the transaction '" + PropagationTests.class.getName());
        });

        assertThat(bodies()).containsExactly("a");
    }
}
