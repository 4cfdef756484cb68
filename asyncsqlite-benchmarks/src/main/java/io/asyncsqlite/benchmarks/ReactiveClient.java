package io.asyncsqlite.benchmarks;

import java.sql.SQLException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A database as a program in the style of Reactor uses it: nothing blocks the subscriber. */
interface ReactiveClient {

    /** How many operations are in flight. */
    int IN_FLIGHT = 64;

    /** Inserts a row into {@link InsertState#TABLE}, in a transaction of its own. */
    Publisher<?> insert(int k, String body);

    /** Reads an {@link Item} by its key. */
    Mono<Item> item(long key);

    /** Reads all {@link Item}s. */
    Flux<Item> items();

    /** Returns the number of rows of a table. */
    long count(String table) throws SQLException;

    void close() throws SQLException;
}
