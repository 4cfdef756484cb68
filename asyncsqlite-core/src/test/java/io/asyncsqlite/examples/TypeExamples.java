package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.OperationTrace;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.Row;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementLog;
import io.asyncsqlite.codec.Codec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The examples in the Javadoc of types, which a test runs. */
final class TypeExamples {

    private TypeExamples() {}

    static void database(Path file) {
        // tag::database[]
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            db.executeScript("CREATE TABLE IF NOT EXISTS note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
                    .thenCompose(created -> db.execute("INSERT INTO note(body) VALUES (?)", "hi"))
                    .thenCompose(inserted -> db.query("SELECT body FROM note")
                            .mapTo(String.class)
                            .list())
                    .thenAccept(bodies -> System.out.println(bodies))
                    .join();
        }
        // end::database[]
    }

    static CompletableFuture<List<Row>> lent(AsyncSqlite db, List<Long> ids) {
        // tag::with-connection[]
        return db.withConnection(connection -> connection
                .execute("CREATE TEMP TABLE chosen(id INTEGER PRIMARY KEY)")
                .thenCompose(created -> connection.executeMany("INSERT INTO chosen VALUES (?)", ids))
                .thenCompose(inserted -> connection
                        .query("SELECT * FROM note JOIN chosen USING (id)")
                        .list()));
        // end::with-connection[]
    }

    record Product(long id, String name, BigDecimal price) {}

    static Product row(AsyncSqlite db) {
        // tag::row[]
        Row row = db.query("SELECT id, name, price FROM product WHERE id = ?", 7)
                .one()
                .join();
        long id = row.getLong("id");
        String name = row.getString("name");
        BigDecimal price = row.get("price", BigDecimal.class);
        Product product = row.mapTo(Product.class);
        // end::row[]
        return new Product(id, name, price).equals(product) ? product : null;
    }

    record Customer(long id, String name) {}

    record Purchase(long id, Customer customer, Optional<String> remark) {}

    static CompletableFuture<List<Purchase>> nested(AsyncSqlite db) {
        // tag::map-to[]
        // record Purchase(long id, Customer customer, Optional<String> remark) {}
        // record Customer(long id, String name) {}
        return db.query("SELECT purchase.id, remark, customer.id AS customer_id, customer.name AS customer_name"
                        + " FROM purchase JOIN customer ON customer.id = purchase.customer")
                .mapTo(Purchase.class)
                .list();
        // end::map-to[]
    }

    static SqliteOptions options(Path file) {
        // tag::sqlite-options[]
        SqliteOptions options = SqliteOptions.file(file)
                .queueTimeout(Duration.ofSeconds(1))
                .transactionTimeout(Duration.ofSeconds(5))
                .logStatements(StatementLog.SQL)
                .build();
        // end::sqlite-options[]
        return options;
    }

    static void blockingTransaction(BlockingSqlite db) {
        // tag::blocking-transaction[]
        try (BlockingTransaction tx = db.begin()) {
            long id = tx.execute("INSERT INTO note(body) VALUES (?)", "kept").lastInsertRowid();
            tx.savepoint("attempt");
            tx.execute("UPDATE note SET body = 'lost' WHERE id = ?", id);
            tx.rollbackTo("attempt");
            tx.commit();
        }
        // end::blocking-transaction[]
    }

    // tag::codec[]
    static final class LocaleCodec implements Codec<Locale> {

        public Class<Locale> type() {
            return Locale.class;
        }

        public Object encode(Locale value) {
            return value.toLanguageTag();
        }

        public Locale decode(Object stored) {
            return Locale.forLanguageTag((String) stored);
        }
    }
    // end::codec[]

    static SqliteListener slow(List<String> slow) {
        // tag::listener[]
        return new SqliteListener() {
            public void operationFinished(FinishedOperation operation) {
                if (operation.runTime().toMillis() > 100) {
                    slow.add(operation.sql());
                }
            }
        };
        // end::listener[]
    }

    static OperationTracer carried(ThreadLocal<String> user) {
        // tag::tracer[]
        return (database, kind, sql) -> {
            String submitter = user.get();
            return new OperationTrace() {
                public void run(Runnable code) {
                    user.set(submitter);
                    code.run();
                    user.remove();
                }

                public void ended(Throwable failure) {}
            };
        };
        // end::tracer[]
    }

    static List<String> all(Path directory) {
        ThreadLocal<String> user = new ThreadLocal<>();
        List<String> slow = new ArrayList<>();
        SqliteOptions options = options(directory.resolve("types.db")).toBuilder()
                .codec(new LocaleCodec())
                .listener(slow(slow))
                .tracer(carried(user))
                .build();
        database(options.file());
        List<String> seen = new ArrayList<>();
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            db.executeScript("CREATE TABLE product(id INTEGER PRIMARY KEY, name TEXT, price);"
                            + "INSERT INTO product VALUES (7, 'tea', 2.5);"
                            + "CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT);"
                            + "INSERT INTO customer VALUES (1, 'Ada');"
                            + "CREATE TABLE purchase(id INTEGER PRIMARY KEY, customer INTEGER, remark TEXT);"
                            + "INSERT INTO purchase VALUES (3, 1, NULL)")
                    .join();
            blockingTransaction(db.blocking());
            user.set("Ann");
            seen.add(lent(db, List.of(1L, 2L)).join().toString());
            seen.add(row(db).toString());
            seen.add(nested(db).join().toString());
            seen.add(db.query("SELECT ?", Locale.GERMANY)
                    .mapTo(Locale.class)
                    .one()
                    .join()
                    .toString());
            seen.add(db.query("SELECT 1").map(row -> user.get()).one().get());
        } catch (Exception e) {
            seen.add(e.toString());
        }
        return seen;
    }
}
