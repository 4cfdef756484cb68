package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.TransactionDefinition;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Queries for the rows of queries, each on a connection of its own, as repositories run them: none waits for another. */
class NestingTests extends OpenFactory {

    private static final int USERS = 4;
    private static final TransactionDefinition READ_ONLY = new TransactionDefinition() {
        @Override
        public <T> @Nullable T getAttribute(Option<T> option) {
            return TransactionDefinition.READ_ONLY.equals(option) ? option.cast(true) : null;
        }
    };

    private SqliteConnectionFactory two;

    @BeforeEach
    void openWithTwoReaders() {
        two = factoryOf("r2dbc:sqlite:///" + directory.resolve("two.db") + "?readers=2&engine=" + TestEngine.choice());
    }

    private <T> Flux<T> onItsOwn(Function<Connection, Flux<T>> work) {
        return Flux.usingWhen(two.create(), work, Connection::close);
    }

    private Flux<Object> findAll() {
        return onItsOwn(connection -> Sql.query(connection, Sql.numbers(300)));
    }

    private Flux<Object> findById(Object id) {
        return onItsOwn(connection -> Sql.query(connection, "SELECT ?", id));
    }

    @Test
    void aQueryForEachRowOfAnotherFindsAReader() {
        assertThat(Flux.range(0, USERS)
                        .flatMap(user -> findAll().concatMap(this::findById).count())
                        .collectList()
                        .block(Sql.LONG))
                .hasSize(USERS)
                .containsOnly(300L);
    }

    @Test
    void readOnlyTransactionsInOneAnotherFindReaders() {
        assertThat(Flux.range(0, USERS)
                        .flatMap(user -> readOnly(outer -> Sql.query(outer, Sql.numbers(30))
                                        .concatMap(id -> readOnly(inner ->
                                                Sql.query(inner, "SELECT ?", id).concatMap(this::findById))))
                                .count())
                        .collectList()
                        .block(Sql.LONG))
                .hasSize(USERS)
                .containsOnly(30L);
    }

    private <T> Flux<T> readOnly(Function<Connection, Flux<T>> work) {
        return onItsOwn(connection -> Mono.from(connection.beginTransaction(READ_ONLY))
                .thenMany(Flux.defer(() -> work.apply(connection)))
                .concatWith(Mono.defer(() -> Mono.from(connection.commitTransaction()))
                        .then(Mono.empty())));
    }
}
