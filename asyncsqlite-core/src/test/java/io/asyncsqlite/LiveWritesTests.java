package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.Observer;
import io.asyncsqlite.testing.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LiveWritesTests {

    @TempDir
    Path directory;

    /** The ways in which rows get into the table {@code t}. */
    private enum Write {
        EXECUTE {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.execute("INSERT INTO t VALUES (1)");
            }
        },
        RETURNING {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.query("INSERT INTO t VALUES (1) RETURNING k").list();
            }
        },
        EXECUTE_MANY {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.executeMany("INSERT INTO t VALUES (?)", List.of(0, 1));
            }
        },
        BULK_WRITE {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.bulkWrite("INSERT INTO t VALUES (?)").from(List.of(1).iterator());
            }
        },
        SCRIPT {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.executeScript("INSERT INTO t VALUES (2); UPDATE t SET k = 1 WHERE k = 2");
            }
        },
        FUNCTION {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (1)"));
            }
        },
        NESTED {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.inTransaction(tx -> tx.inTransaction(nested -> nested.execute("INSERT INTO t VALUES (1)")));
            }
        },
        HANDLE {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.begin()
                        .thenCompose(
                                tx -> tx.execute("INSERT INTO t VALUES (1)").thenCompose(written -> tx.commit()));
            }
        },
        LAMBDA {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.write(connection -> connection.execute("INSERT INTO t VALUES (1)"));
            }
        },
        BLOCKING {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                db.blocking().execute("INSERT INTO t VALUES (1)");
                return CompletableFuture.completedFuture(null);
            }
        },
        CONNECTION {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.withConnection(connection -> connection.execute("INSERT INTO t VALUES (1)"));
            }
        },
        CONNECTION_SCRIPT {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.withConnection(connection -> connection.executeScript("INSERT INTO t VALUES (1)"));
            }
        },
        CONNECTION_CURSOR {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.withConnection(connection -> connection
                        .begin()
                        .thenCompose(begun -> connection.cursor("INSERT INTO t VALUES (1) RETURNING k"))
                        .thenCompose(cursor -> connection.savepoint("s").thenCompose(opened -> connection.commit())));
            }
        },
        CONNECTION_TRANSACTION {
            @Override
            CompletableFuture<?> of(AsyncSqlite db) {
                return db.withConnection(connection -> connection
                        .begin()
                        .thenCompose(begun -> connection.execute("INSERT INTO t VALUES (1)"))
                        .thenCompose(written -> connection.commit()));
            }
        };

        abstract CompletableFuture<?> of(AsyncSqlite db);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfWriteIsSeen(Place place) throws Exception {
        try (AsyncSqlite db = place.open(directory)) {
            Observer<List<Long>> observer =
                    Observer.of(db.query("SELECT sum(k) FROM (SELECT k FROM t UNION ALL SELECT 0)")
                            .mapTo(Long.class)
                            .observe());
            assertThat(observer.next()).isEqualTo(List.of(0L));

            long expected = 0;
            for (Write write : Write.values()) {
                await(write.of(db));
                assertThat(observer.next()).as(write.name()).isEqualTo(List.of(++expected));
            }
            assertThat(observer.isQuiet()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void replacedContentIsSeen(Place place) throws Exception {
        try (AsyncSqlite db = place.open(directory)) {
            Observer<List<Long>> observer =
                    Observer.of(db.query("SELECT k FROM t").mapTo(Long.class).observe());
            assertThat(observer.next()).isEqualTo(List.of());
            byte[] empty = await(db.contents().serialize(1 << 20));
            await(db.execute("INSERT INTO t VALUES (1)"));
            assertThat(observer.next()).isEqualTo(List.of(1L));

            await(db.contents().deserialize(empty));
            assertThat(observer.next()).isEqualTo(List.of());
        }
    }
}
