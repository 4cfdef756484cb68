package io.asyncsqlite.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_MANDATORY;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NESTED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NEVER;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NOT_SUPPORTED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRES_NEW;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_SUPPORTS;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Transactions of a context inside of others. */
@Timeout(30)
class ReactivePropagationTests extends TransactionDatabase {

    private ReactiveSqliteTransactionManager manager;
    private ReactiveSqlite notes;

    @BeforeEach
    void makeManager() {
        manager = new ReactiveSqliteTransactionManager(database);
        notes = new ReactiveSqlite(database);
    }

    private Mono<Void> in(TransactionDefinition definition, Mono<?> work) {
        return TransactionalOperator.create(manager, definition)
                .transactional(work)
                .then();
    }

    private Mono<Void> in(int propagation, Mono<?> work) {
        return in(propagation(propagation), work);
    }

    private Mono<Void> failing(int propagation, Mono<?> work) {
        return in(propagation, work.then(Mono.error(ChangedMind::new))).onErrorComplete(ChangedMind.class);
    }

    private Mono<Void> add(String body) {
        return notes.mono(db -> db.execute(ADD, body)).then();
    }

    private Mono<List<String>> read() {
        return notes.mono(db -> db.query("SELECT body FROM note ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    @Test
    void requiredSupportsAndMandatoryJoin() {
        failing(
                        PROPAGATION_REQUIRED,
                        in(PROPAGATION_REQUIRED, add("a"))
                                .then(in(PROPAGATION_SUPPORTS, add("b")))
                                .then(in(PROPAGATION_MANDATORY, add("c"))))
                .block();

        assertThat(bodies()).isEmpty();
    }

    @Test
    void supportsAndNotSupportedRunWithoutATransaction() {
        failing(PROPAGATION_SUPPORTS, add("a")).block();
        failing(PROPAGATION_NOT_SUPPORTED, add("b")).block();
        failing(PROPAGATION_NEVER, add("c")).block();

        assertThat(bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void mandatoryAndNeverAreRefused() {
        assertThatThrownBy(() -> in(PROPAGATION_MANDATORY, add("a")).block())
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThatThrownBy(() -> in(PROPAGATION_REQUIRED, in(PROPAGATION_NEVER, add("a")))
                        .block())
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void notSupportedReadsOutside() {
        in(
                        PROPAGATION_REQUIRED,
                        add("a").then(in(
                                        PROPAGATION_NOT_SUPPORTED,
                                        read().doOnNext(seen -> assertThat(seen).isEmpty())))
                                .then(add("b")))
                .block();

        assertThat(bodies()).containsExactly("a", "b");
    }

    @Test
    void newTransactionThatWritesInsideOfOneThatWritesFailsAtOnce() {
        Mono<Void> fresh = in(PROPAGATION_REQUIRES_NEW, add("b"));
        in(PROPAGATION_REQUIRED, add("a").then(refused(fresh)).then(add("c"))).block();
        in(PROPAGATION_REQUIRED, refused(in(PROPAGATION_NOT_SUPPORTED, fresh))).block();

        assertThat(bodies()).containsExactly("a", "c");
    }

    private static Mono<Void> refused(Mono<Void> fresh) {
        return fresh.then(Mono.<Void>error(new AssertionError("it began")))
                .onErrorResume(
                        WriterSuspendedException.class,
                        failure -> Mono.fromRunnable(
                                () -> assertThat(failure).hasMessageContaining("Propagation.NESTED")));
    }

    @Test
    void newTransactionNextToOneThatReadsIsIndependent() {
        in(
                        readOnly(PROPAGATION_REQUIRED),
                        in(PROPAGATION_REQUIRES_NEW, add("a")).then(read()))
                .block();
        in(
                        PROPAGATION_REQUIRED,
                        add("b").then(in(
                                        readOnly(PROPAGATION_REQUIRES_NEW),
                                        read().doOnNext(seen -> assertThat(seen).containsExactly("a"))))
                                .then(add("c")))
                .block();

        assertThat(bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void nestedIsUndoneAlone() {
        in(
                        PROPAGATION_REQUIRED,
                        add("a").then(failing(PROPAGATION_NESTED, add("b")))
                                .then(in(PROPAGATION_NESTED, add("c").then(failing(PROPAGATION_NESTED, add("d"))))))
                .block();

        assertThat(bodies()).containsExactly("a", "c");
    }

    @Test
    void nestedWithoutATransactionIsOne() {
        failing(PROPAGATION_NESTED, add("a")).block();
        in(PROPAGATION_NESTED, add("b")).block();

        assertThat(bodies()).containsExactly("b");
    }

    @Test
    void rollbackOnlyOfAPartIsUnexpectedForTheWhole() {
        assertThatThrownBy(() -> in(PROPAGATION_REQUIRED, add("a").then(failing(PROPAGATION_REQUIRED, add("b"))))
                        .block())
                .isInstanceOf(UnexpectedRollbackException.class);
        in(
                        PROPAGATION_REQUIRED,
                        add("c").then(in(PROPAGATION_NESTED, failing(PROPAGATION_REQUIRED, add("d")))
                                .onErrorComplete(UnexpectedRollbackException.class)))
                .block();

        assertThat(bodies()).containsExactly("c");
    }
}
