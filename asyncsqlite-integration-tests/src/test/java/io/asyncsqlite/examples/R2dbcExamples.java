package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Result;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The driver without a framework. */
final class R2dbcExamples {

    private R2dbcExamples() {}

    static Flux<String> firstSteps(String url) {
        // tag::first-steps[]
        ConnectionFactory factory = ConnectionFactories.get(url);
        return Flux.usingWhen(
                factory.create(),
                connection -> Flux.from(connection
                                .createStatement("SELECT title FROM note WHERE stars >= $1 ORDER BY title")
                                .bind("$1", 3)
                                .execute())
                        .flatMap(result -> result.map(row -> row.get("title", String.class))),
                Connection::close);
        // end::first-steps[]
    }

    static ConnectionFactory options(String file) {
        // tag::options[]
        return ConnectionFactories.get(ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, SqliteConnectionFactoryProvider.DRIVER)
                .option(ConnectionFactoryOptions.DATABASE, file)
                .option(ConnectionFactoryOptions.STATEMENT_TIMEOUT, Duration.ofSeconds(5))
                .option(SqliteConnectionFactoryProvider.SYNCHRONOUS, Synchronous.NORMAL)
                .build());
        // end::options[]
    }

    static ConnectionFactory shared(AsyncSqlite db) {
        // tag::shared[]
        return new SqliteConnectionFactory(db);
        // end::shared[]
    }

    static Mono<Void> transfer(Connection connection) {
        // tag::transaction[]
        return Mono.from(connection.beginTransaction())
                .then(update(connection, "UPDATE account SET balance = balance - 3 WHERE name = 'Ann'"))
                .then(update(connection, "UPDATE account SET balance = balance + 3 WHERE name = 'Ben'"))
                .then(Mono.from(connection.commitTransaction()))
                .onErrorResume(
                        failure -> Mono.from(connection.rollbackTransaction()).then(Mono.error(failure)));
        // end::transaction[]
    }

    private static Mono<Long> update(Connection connection, String sql) {
        return Flux.from(connection.createStatement(sql).execute())
                .flatMap(Result::getRowsUpdated)
                .next();
    }
}
