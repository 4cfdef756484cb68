package io.asyncsqlite.faults;

import io.asyncsqlite.AsyncSqlite;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Every way to write: those that may share a transaction, and those that have one of their own or none. Each adds a row to {@code t(k)}. */
enum WriteKind {
    STATEMENT(db -> db.execute("INSERT INTO t VALUES (1)")),
    RETURNING(db -> db.query("INSERT INTO t VALUES (1) RETURNING k").list()),
    BATCH(db -> db.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(1)))),
    SCRIPT(db -> db.executeScript("INSERT INTO t VALUES (1)")),
    LAMBDA(db -> db.write(connection -> connection.execute("INSERT INTO t VALUES (1)"))),
    TRANSACTION(db -> db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (1)")));

    private final Function<AsyncSqlite, CompletableFuture<?>> write;

    WriteKind(Function<AsyncSqlite, CompletableFuture<?>> write) {
        this.write = write;
    }

    CompletableFuture<?> submit(AsyncSqlite db) {
        return write.apply(db);
    }
}
