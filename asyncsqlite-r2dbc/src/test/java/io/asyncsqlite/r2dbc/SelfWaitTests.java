package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OpenTransaction;
import io.r2dbc.spi.Connection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A transaction that waits for the end of one around it, in the same flow, fails soon. */
class SelfWaitTests extends OpenFactory {

    private static final String INSERT = "INSERT INTO t(v) VALUES ('a')";

    @Test
    void transactionInsideOfAnotherFailsSoon() {
        assertThatInnerTransactionFailsSoon(factory);
    }

    /** The driver adds its stage when the operation has ended. */
    @Test
    void transactionInsideOfAFastOneFailsSoon() {
        assertThatInnerTransactionFailsSoon(
                new SqliteConnectionFactory(endingBeforeTheyReturn(AsyncSqlite.class, database())));
    }

    @Test
    void transactionAfterAReadInsideOfAnotherFailsSoon() {
        assertThatItFailsSoon(
                factory, connection -> Sql.query(connection, "SELECT k FROM t").then());
    }

    private static void assertThatInnerTransactionFailsSoon(SqliteConnectionFactory factory) {
        assertThatItFailsSoon(
                factory, connection -> Sql.update(connection, INSERT).then());
    }

    private static void assertThatItFailsSoon(SqliteConnectionFactory factory, Function<Connection, Mono<Void>> first) {
        Mono<Void> inner = Mono.usingWhen(
                factory.create(), connection -> Mono.from(connection.beginTransaction()), Connection::close);
        Mono<Void> outer = Mono.usingWhen(
                factory.create(),
                connection -> Mono.from(connection.beginTransaction())
                        .then(first.apply(connection))
                        .then(inner),
                Connection::close);

        // Sooner than the age limit of transactions, which would end it, too.
        assertThatThrownBy(() -> outer.block(Duration.ofSeconds(8)))
                .hasMessageContaining(" waits for the transaction ");
    }

    /** Returns an object whose operations have ended when it returns their futures. */
    private static <T> T endingBeforeTheyReturn(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try {
                Object returned = method.invoke(real, args);
                return returned instanceof CompletableFuture<?> future ? ended(future) : returned;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static CompletableFuture<?> ended(CompletableFuture<?> future) {
        // Waits without a stage of its own.
        while (!future.isDone()) {
            Thread.onSpinWait();
        }
        return future.thenApply(value -> value instanceof OpenTransaction transaction
                ? endingBeforeTheyReturn(OpenTransaction.class, transaction)
                : value);
    }
}
