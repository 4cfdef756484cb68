package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.R2dbcTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code @Transactional} and {@link TransactionalOperator}. */
class TransactionTests extends SpringSuite {

    private final AccountService accounts = bean(AccountService.class);

    private List<String> names() {
        return all(client().sql("SELECT name FROM account ORDER BY name")
                .mapValue(String.class)
                .all());
    }

    private long balance(String name) {
        return await(client().sql("SELECT balance FROM account WHERE name = :name")
                .bind("name", name)
                .mapValue(Long.class)
                .one());
    }

    @Test
    void completedTransactionIsCommitted() {
        await(accounts.openAll("Ann", "Ben"));
        await(accounts.transfer("Ann", "Ben", 30));

        assertThat(balance("Ann")).isEqualTo(70);
        assertThat(balance("Ben")).isEqualTo(130);
    }

    @Test
    void failedTransactionIsRolledBack() {
        await(accounts.openAll("Ann", "Ben"));

        assertThatThrownBy(() -> await(accounts.transfer("Ben", "Ann", 101)))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> await(accounts.openAll("Cid", "Dan", "Ann")))
                .isInstanceOf(DataIntegrityViolationException.class);

        assertThat(names()).containsExactly("Ann", "Ben");
        assertThat(balance("Ann") + balance("Ben")).isEqualTo(200);
    }

    @Test
    void aForeignKeyMayFailAtCommit() {
        Mono<Void> booking = client().sql("INSERT INTO booking(account, amount) VALUES ('nobody', 1)")
                .then()
                .as(operator(TransactionDefinition.PROPAGATION_REQUIRED)::transactional);

        assertThatThrownBy(() -> await(booking)).hasMessageContaining("FOREIGN KEY");
        assertThat(await(client().sql("SELECT count(*) FROM booking")
                        .mapValue(Long.class)
                        .one()))
                .isZero();
    }

    @Test
    void aNestedTransactionFailsAlone() {
        TransactionalOperator outer = operator(TransactionDefinition.PROPAGATION_REQUIRED);

        await(accounts.open("Ann")
                .then(accounts.openNested("Ben", true).onErrorResume(IllegalStateException.class, e -> Mono.empty()))
                .then(accounts.openNested("Cid", false))
                .then(accounts.openNested("Dan", true).onErrorResume(IllegalStateException.class, e -> Mono.empty()))
                .then(accounts.open("Eve"))
                .as(outer::transactional));

        assertThat(names()).containsExactly("Ann", "Cid", "Eve");
    }

    @Test
    void aNestedTransactionFailsWithItsOuter() {
        TransactionalOperator outer = operator(TransactionDefinition.PROPAGATION_REQUIRED);

        assertThatThrownBy(() -> await(accounts.open("Ann")
                        .then(accounts.openNested("Ben", false))
                        .then(Mono.<Void>error(new IllegalStateException("all of it")))
                        .as(outer::transactional)))
                .hasMessage("all of it");

        assertThat(names()).isEmpty();
    }

    @Test
    void aReadOnlyTransactionDoesNotWrite() {
        assertThatThrownBy(() -> await(accounts.openReadOnly("Ann")))
                .isInstanceOf(PermissionDeniedDataAccessException.class);

        assertThat(names()).isEmpty();
    }

    @Test
    void aReadOnlyTransactionSeesOneSnapshotAndDelaysNoWriter() {
        await(accounts.openAll("Ann"));

        // A subscription of its own, outside of the transaction.
        Mono<Void> meanwhile = Mono.fromFuture(() -> accounts.open("Ben").toFuture());

        assertThat(await(accounts.seesOneSnapshot(meanwhile))).isTrue();
        assertThat(names()).containsExactly("Ann", "Ben");
    }

    @Test
    void aTransactionWaitsNoLongerThanItsTimeout() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        Disposable other = accounts.countAnd(
                        Mono.fromRunnable(inside::countDown).then(Mono.never()))
                .subscribe();
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> await(accounts.openImpatiently("Ben")))
                .isInstanceOf(CannotCreateTransactionException.class)
                .hasRootCauseInstanceOf(Exception.class)
                .cause()
                .isInstanceOf(R2dbcTimeoutException.class)
                .hasMessageContaining("by the transaction 'io.asyncsqlite.integration.AccountService.countAnd'");
        other.dispose();
        assertThat(names()).isEmpty();
    }

    @Test
    void aCancelledTransactionIsRolledBackAndOthersGoOn() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        Disposable subscription = accounts.countAnd(accounts.open("Ann")
                        .then(Mono.fromRunnable(inside::countDown))
                        .then(Mono.never()))
                .subscribe();
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

        subscription.dispose();

        await(accounts.openAll("Ben"));
        assertThat(names()).containsExactly("Ben");
    }

    @Test
    void transactionsThatWriteDoNotOvertakeEachOther() {
        await(accounts.openAll("Ann", "Ben"));

        await(Flux.range(0, 200)
                .flatMap(i -> i % 2 == 0 ? accounts.transfer("Ann", "Ben", 1) : accounts.transfer("Ben", "Ann", 1), 20)
                .then());

        assertThat(balance("Ann")).isEqualTo(100);
        assertThat(balance("Ben")).isEqualTo(100);
    }

    @Test
    void everyIsolationThatSpringKnowsIsSerializable() {
        for (int level : List.of(
                TransactionDefinition.ISOLATION_DEFAULT,
                TransactionDefinition.ISOLATION_READ_UNCOMMITTED,
                TransactionDefinition.ISOLATION_READ_COMMITTED,
                TransactionDefinition.ISOLATION_REPEATABLE_READ,
                TransactionDefinition.ISOLATION_SERIALIZABLE)) {
            DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
            definition.setIsolationLevel(level);
            definition.setName("isolation " + level);
            definition.setTimeout((int) Duration.ofSeconds(10).toSeconds());

            await(accounts.open("Ann " + level)
                    .as(
                            TransactionalOperator.create(bean(ReactiveTransactionManager.class), definition)
                                    ::transactional));
        }

        assertThat(names()).hasSize(5);
    }

    private static TransactionalOperator operator(int propagation) {
        return TransactionalOperator.create(
                bean(ReactiveTransactionManager.class), new DefaultTransactionDefinition(propagation));
    }
}
