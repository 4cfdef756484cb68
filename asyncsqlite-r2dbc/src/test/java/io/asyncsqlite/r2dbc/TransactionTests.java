package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.Clob;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;
import io.r2dbc.spi.R2dbcRollbackException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.TransactionDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class TransactionTests extends OpenFactory {

    private record Definition(Map<Option<?>, Object> attributes) implements TransactionDefinition {

        @Override
        public <T> @Nullable T getAttribute(Option<T> option) {
            return option.cast(attributes.get(option));
        }
    }

    private static final TransactionDefinition READ_ONLY =
            new Definition(Map.of(TransactionDefinition.READ_ONLY, true));

    private void insert(Connection into, int key) {
        assertThat(Sql.await(Sql.update(into, "INSERT INTO t VALUES (?, 'x')", key)))
                .isEqualTo(1);
    }

    @Test
    void transactionIsVisibleToOthersOnceCommitted() {
        Connection other = connect();
        Sql.await(other.beginTransaction());
        insert(other, 1);
        assertThat(keys()).isEmpty();

        Sql.await(other.commitTransaction());

        assertThat(keys()).containsExactly(1);
    }

    @Test
    void aRollbackUndoesEverything() {
        Sql.await(connection.beginTransaction());
        insert(connection, 1);
        Sql.await(Sql.update(connection, "CREATE TABLE other (a)"));

        Sql.await(connection.rollbackTransaction());

        assertThat(keys()).isEmpty();
        assertThat(Sql.all(Sql.query(connection, "SELECT name FROM sqlite_schema")))
                .containsExactly("t");
    }

    @Test
    void autoCommitIsOffWhileATransactionIsOpen() {
        assertThat(connection.isAutoCommit()).isTrue();
        Sql.await(connection.beginTransaction());
        assertThat(connection.isAutoCommit()).isFalse();
        Sql.await(connection.commitTransaction());
        assertThat(connection.isAutoCommit()).isTrue();
    }

    @Test
    void firstStatementWithoutAutoCommitBegins() {
        Sql.await(connection.setAutoCommit(false));
        insert(connection, 1);
        assertThat(Sql.all(Sql.query(connect(), "SELECT k FROM t"))).isEmpty();
        Sql.await(connection.rollbackTransaction());
        assertThat(connection.isAutoCommit()).isFalse();
        insert(connection, 2);

        Sql.await(connection.setAutoCommit(true));

        assertThat(connection.isAutoCommit()).isTrue();
        assertThat(keys()).containsExactly(2);
    }

    @Test
    void nothingRunsBetweenAnImplicitBeginAndItsStatement() {
        Sql.await(connection.setAutoCommit(false));

        awaitSubscribedAtOnce(List.of(
                Sql.update(connection, "INSERT INTO t VALUES (1, 'x')").then(),
                connection.rollbackTransaction(),
                Sql.update(connection, "INSERT INTO t VALUES (2, 'x')").then(),
                connection.commitTransaction()));

        assertThat(keys()).containsExactly(2);
    }

    /** Has all of them subscribed to before one can run: a statement that waits for its large object is ahead of them. */
    private void awaitSubscribedAtOnce(List<Publisher<Void>> operations) {
        Sinks.One<String> text = Sinks.one();
        Sql.update(connection, "UPDATE t SET v = ?", Clob.from(text.asMono())).subscribe();
        CompletableFuture<Void> all = Flux.merge(operations).then().toFuture();

        text.tryEmitValue("x");

        assertThat(all).succeedsWithin(Sql.LONG);
    }

    @Test
    void aSavepointIsWhereItWasAskedForAlsoIfNobodyWaitsForIt() {
        Sql.await(connection.beginTransaction());

        awaitSubscribedAtOnce(List.of(
                Sql.update(connection, "INSERT INTO t VALUES (1, 'x')").then(),
                connection.createSavepoint("s"),
                Sql.update(connection, "INSERT INTO t VALUES (2, 'x')").then(),
                connection.rollbackTransactionToSavepoint("s"),
                connection.commitTransaction()));

        assertThat(keys()).containsExactly(1);
    }

    @Test
    void cancelDuringAnImplicitBeginLeavesNoTransaction() {
        Connection holder = connect();
        Sql.await(holder.beginTransaction());
        Sql.await(connection.setAutoCommit(false));
        Disposable waiting =
                Sql.update(connection, "INSERT INTO t VALUES (1, 'x')").subscribe();

        waiting.dispose();
        Sql.await(connection.commitTransaction());
        Sql.await(holder.commitTransaction());

        insert(holder, 2);
        assertThat(Sql.all(Sql.query(holder, "SELECT k FROM t"))).containsExactly(2);
    }

    @Test
    void commitAndRollbackWithoutATransactionDoNothing() {
        Sql.await(connection.commitTransaction());
        Sql.await(connection.rollbackTransaction());
        assertThat(connection.isAutoCommit()).isTrue();
    }

    @Test
    void aSecondBeginIsAnErrorAndTheFirstGoesOn() {
        Sql.await(connection.beginTransaction());
        insert(connection, 1);

        assertThatThrownBy(() -> Sql.await(connection.beginTransaction()))
                .isInstanceOfSatisfying(
                        R2dbcNonTransientResourceException.class,
                        e -> assertThat(e.getSqlState()).isEqualTo("25001"));

        Sql.await(connection.commitTransaction());
        assertThat(keys()).containsExactly(1);
    }

    @Test
    void aReadOnlyTransactionSeesOneSnapshotBesideWrites() {
        insert(connection, 1);
        Connection reader = connect();
        Sql.await(reader.beginTransaction(READ_ONLY));
        assertThat(Sql.all(Sql.query(reader, "SELECT k FROM t"))).containsExactly(1);

        insert(connection, 2);

        assertThat(Sql.all(Sql.query(reader, "SELECT k FROM t"))).containsExactly(1);
        Sql.await(reader.commitTransaction());
        assertThat(Sql.all(Sql.query(reader, "SELECT k FROM t"))).containsExactly(1, 2);
    }

    @Test
    void aReadOnlyTransactionRefusesToWriteAndGoesOn() {
        Sql.await(connection.beginTransaction(READ_ONLY));

        assertThatThrownBy(() -> insert(connection, 1))
                .isInstanceOfSatisfying(R2dbcPermissionDeniedException.class, e -> {
                    assertThat(e.getSqlState()).isEqualTo("25006");
                    assertThat(e.getSql()).isEqualTo("INSERT INTO t VALUES (?, 'x')");
                });

        assertThat(keys()).isEmpty();
        Sql.await(connection.commitTransaction());
        insert(connection, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
    void weakerLevelsOfIsolationAreAcceptedAsSerializable(String level) {
        IsolationLevel wanted = IsolationLevel.valueOf(level);
        Sql.await(connection.setTransactionIsolationLevel(wanted));
        Sql.await(connection.beginTransaction(wanted));

        assertThat(connection.getTransactionIsolationLevel()).isEqualTo(IsolationLevel.SERIALIZABLE);
        assertThat(connection.isAutoCommit()).isFalse();
    }

    @Test
    void otherLevelsOfIsolationAreRefused() {
        IsolationLevel unknown = IsolationLevel.valueOf("CHAOS");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sql.await(connection.beginTransaction(unknown)))
                .withMessageStartingWith("isolationLevel must be one of");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sql.await(connection.setTransactionIsolationLevel(unknown)));
        assertThat(connection.isAutoCommit()).isTrue();
    }

    @Test
    void beginWaitsForTheLockWaitTimeoutOfItsDefinition() {
        Connection holder = connect();
        Sql.await(holder.beginTransaction());

        assertThatThrownBy(() -> Sql.await(connection.beginTransaction(
                        new Definition(Map.of(TransactionDefinition.LOCK_WAIT_TIMEOUT, Duration.ofMillis(30))))))
                .isInstanceOf(R2dbcTimeoutException.class)
                .hasMessageContaining("was not finished within 30 ms");

        Sql.await(holder.rollbackTransaction());
        assertThat(connection.isAutoCommit()).isTrue();
        insert(connection, 1);
    }

    @Test
    void beginWaitsForTheLockWaitTimeoutOfItsConnection() {
        Connection holder = connect();
        Sql.await(holder.beginTransaction());
        Sql.await(connection.setLockWaitTimeout(Duration.ofMillis(30)));

        assertThatThrownBy(() -> Sql.await(connection.beginTransaction())).isInstanceOf(R2dbcTimeoutException.class);
    }

    @Test
    void theLockWaitTimeoutIsNotThatOfTheTransactionsStatements() {
        SqliteConnectionFactory other =
                factoryOf("r2dbc:sqlite:///" + directory.resolve("other.db") + "?operationTimeout=PT8S");
        Connection patient = Sql.await(other.create());
        Sql.await(patient.setLockWaitTimeout(Duration.ofSeconds(19)));
        Sql.await(patient.beginTransaction());

        assertThatThrownBy(() -> Sql.all(Sql.query(patient, Sql.ENDLESS)))
                .isInstanceOf(R2dbcTimeoutException.class)
                .hasMessageContaining("was not finished within 8000 ms");
    }

    @Test
    void lockWaitErrorNamesTheHoldingTransaction() {
        Connection holder = connect();
        Sql.await(holder.beginTransaction(new Definition(Map.of(TransactionDefinition.NAME, "transfer"))));
        Sql.await(connection.setStatementTimeout(Duration.ofMillis(30)));

        assertThatThrownBy(() -> insert(connection, 1))
                .isInstanceOf(R2dbcTimeoutException.class)
                .hasMessageContaining("by the transaction 'transfer'");
    }

    @Test
    void aBeginThatIsCancelledWhileItWaitsLeavesNoTransaction() {
        Connection holder = connect();
        Sql.await(holder.beginTransaction());
        Disposable waiting = Mono.from(connection.beginTransaction()).subscribe();

        waiting.dispose();
        Sql.await(holder.commitTransaction());

        insert(connect(), 1);
        assertThat(connection.isAutoCommit()).isTrue();
        insert(connection, 2);
    }

    @Test
    void savepointsNestAndARollbackKeepsTheSavepoint() {
        Sql.await(connection.createSavepoint("outer point"));
        insert(connection, 1);
        Sql.await(connection.createSavepoint("inner;point"));
        insert(connection, 2);

        Sql.await(connection.rollbackTransactionToSavepoint("inner;point"));
        insert(connection, 3);
        Sql.await(connection.rollbackTransactionToSavepoint("inner;point"));
        Sql.await(connection.releaseSavepoint("inner;point"));
        Sql.await(connection.releaseSavepoint("outer point"));
        Sql.await(connection.commitTransaction());

        assertThat(keys()).containsExactly(1);
    }

    @Test
    void anUnknownSavepointIsAnErrorAndTheTransactionGoesOn() {
        Sql.await(connection.beginTransaction());
        insert(connection, 1);

        assertThatThrownBy(() -> Sql.await(connection.releaseSavepoint("none"))).isInstanceOf(R2dbcException.class);
        assertThatThrownBy(() -> Sql.await(connection.rollbackTransactionToSavepoint("none")))
                .isInstanceOf(R2dbcException.class);

        Sql.await(connection.commitTransaction());
        assertThat(keys()).containsExactly(1);
    }

    @Test
    void releasingASavepointNeedsATransaction() {
        assertThatThrownBy(() -> Sql.await(connection.releaseSavepoint("none")))
                .isInstanceOfSatisfying(
                        R2dbcNonTransientResourceException.class,
                        e -> assertThat(e.getSqlState()).isEqualTo("25P01"));
    }

    @Test
    void savepointsNeedAName() {
        assertThatIllegalArgumentException().isThrownBy(() -> connection.createSavepoint(null));
        assertThatIllegalArgumentException().isThrownBy(() -> connection.releaseSavepoint(null));
        assertThatIllegalArgumentException().isThrownBy(() -> connection.rollbackTransactionToSavepoint(null));
    }

    @Test
    void aTransactionThatIsTooOldIsRolledBackAndSaysSo() {
        SqliteConnectionFactory impatient =
                factoryOf("r2dbc:sqlite:///" + directory.resolve("old.db") + "?transactionTimeout=PT5S");
        Connection slow = Sql.await(impatient.create());
        Sql.await(Sql.update(slow, "CREATE TABLE t (k)"));
        Sql.await(slow.beginTransaction());
        insertOne(slow);

        // The writer is free again when it has rolled back.
        insertOne(Sql.await(impatient.create()));

        assertThat(slow.isAutoCommit()).isFalse();
        assertThatThrownBy(() -> Sql.await(slow.commitTransaction()))
                .isInstanceOfSatisfying(
                        R2dbcRollbackException.class,
                        e -> assertThat(e.getSqlState()).isEqualTo("40000"))
                .hasMessageContaining("was older than transactionTimeout=5000 ms");
        assertThat(slow.isAutoCommit()).isTrue();
        assertThat(Sql.all(Sql.query(slow, "SELECT count(*) FROM t"))).containsExactly(1);
    }

    private static void insertOne(Connection into) {
        Sql.await(Sql.update(into, "INSERT INTO t VALUES (1)"));
    }

    @Test
    void closingRollsBackWhatIsOpen() {
        Connection other = connect();
        Sql.await(other.beginTransaction());
        insert(other, 1);

        Sql.await(other.close());

        assertThat(keys()).isEmpty();
        insert(connection, 2);
    }

    /** A flow may be cancelled while it subscribes, and go on. */
    @ParameterizedTest
    @MethodSource("endsOfATransaction")
    void aStatementSubscribedInATransactionDoesNotRunAfterIt(
            String options, boolean autoCommit, Function<Connection, Publisher<Void>> end, String state) {
        Connection own = Sql.await(factory(options).create());
        Sql.await(own.setAutoCommit(autoCommit));
        Sql.await(own.beginTransaction());
        insert(own, 1);

        StepVerifier.create(Sql.bound(own, "INSERT INTO t VALUES (2, 'x')").execute(), 0)
                .expectSubscription()
                .then(() -> Sql.await(end.apply(own)))
                .thenRequest(1)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                R2dbcNonTransientResourceException.class,
                                refused -> assertThat(refused.getSqlState()).isEqualTo(state))
                        .hasMessageContaining("nothing was executed"))
                .verify(Sql.LONG);

        assertThat(keys()).doesNotContain(2);
        // No transaction was begun for it.
        insert(connection, 3);
        Sql.await(own.close());
    }

    @Test
    void aSavepointSubscribedInATransactionBeginsNoOther() {
        Sql.await(connection.beginTransaction());

        StepVerifier.create(connection.createSavepoint("s"), 0)
                .expectSubscription()
                .then(() -> Sql.await(connection.rollbackTransaction()))
                .thenRequest(1)
                .expectErrorMatches(e -> e.getMessage().contains("has ended"))
                .verify(Sql.LONG);

        assertThat(connection.isAutoCommit()).isTrue();
    }

    static Stream<Arguments> endsOfATransaction() {
        return Stream.of("", "exclusive=true")
                .flatMap(options -> Stream.of(true, false)
                        .flatMap(autoCommit -> Stream.of(
                                arguments(options, autoCommit, Connection::rollbackTransaction, "25000"),
                                arguments(options, autoCommit, Connection::commitTransaction, "25000"),
                                arguments(options, autoCommit, Connection::close, "08003"))));
    }

    private static Arguments arguments(
            String options, boolean autoCommit, Function<Connection, Publisher<Void>> end, String state) {
        return Arguments.of(options, autoCommit, end, state);
    }

    @Test
    void aFailedStatementLeavesTheTransactionOpen() {
        Sql.await(connection.beginTransaction());
        insert(connection, 1);
        assertThatThrownBy(() -> insert(connection, 1)).isInstanceOf(R2dbcException.class);

        Sql.await(connection.commitTransaction());

        assertThat(keys()).containsExactly(1);
    }

    @Test
    void transactionsOfManyConnectionsLoseNoUpdate() {
        insert(connection, 0);
        Flux.range(0, 80)
                .flatMap(
                        i -> Flux.usingWhen(
                                factory.create(),
                                own -> Mono.from(own.beginTransaction())
                                        .thenMany(Sql.query(own, "SELECT v FROM t WHERE k = 0"))
                                        .map(read -> read.equals("x") ? 1 : Integer.parseInt(read.toString()) + 1)
                                        .concatMap(next -> Sql.update(own, "UPDATE t SET v = ?", "" + next))
                                        .then(Mono.from(own.commitTransaction())),
                                Connection::close),
                        64)
                .then()
                .block(Sql.LONG);

        assertThat(Sql.all(Sql.query(connection, "SELECT v FROM t"))).containsExactly("80");
    }

    @Test
    void aCommitThatIsCancelledIsFinishedBeforeTheNextOperation() {
        Sql.await(connection.beginTransaction());
        insert(connection, 1);

        Mono.from(connection.commitTransaction()).subscribe().dispose();

        assertThat(keys()).containsExactly(1);
        assertThat(connection.isAutoCommit()).isTrue();
    }

    @Test
    void aStatementForEachRowRunsOnTheConnectionThatReads() {
        Sql.await(Sql.update(
                connection, "INSERT INTO t " + Sql.numbers(200).replace("SELECT i FROM", "SELECT i, 'x' FROM")));
        Sql.await(connection.beginTransaction());

        Long updated = Sql.query(connection, "SELECT k FROM t ORDER BY k")
                .concatMap(key -> Sql.update(connection, "UPDATE t SET v = ? WHERE k = ?", "" + key, key))
                .reduce(0L, Long::sum)
                .block(Sql.LONG);
        Sql.await(connection.commitTransaction());

        assertThat(updated).isEqualTo(200);
        assertThat(Sql.all(Sql.query(connection, "SELECT count(*) FROM t WHERE v = k")))
                .containsExactly(200);
    }

    @Test
    void operationsRunInTheOrderOfTheirSubscription() {
        CountDownLatch writer = holdWriter();
        Flux<Object> all = Flux.mergeSequential(
                Mono.from(connection.beginTransaction()).cast(Object.class),
                Sql.update(connection, "INSERT INTO t VALUES (1, 'a')"),
                Sql.query(connection, "SELECT count(*) FROM t"),
                Sql.update(connection, "DELETE FROM t"),
                Sql.query(connection, "SELECT count(*) FROM t"),
                Mono.from(connection.rollbackTransaction()).cast(Object.class),
                Sql.update(connection, "INSERT INTO t VALUES (2, 'b')"),
                Sql.query(connection, "SELECT count(*) FROM t"));
        CompletableFuture<java.util.List<Object>> results = all.collectList().toFuture();

        writer.countDown();

        assertThat(results).succeedsWithin(Sql.LONG).isEqualTo(java.util.List.of(1L, 1, 1L, 0, 1L, 1));
    }
}
