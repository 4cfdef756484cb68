package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;

/** Two files: old rows move from one to the other, in one transaction on an own connection. */
public final class Archive {

    public static void main(String[] args) {
        try (AsyncSqlite db = AsyncSqlite.open(Path.of(args[0]))) {
            db.executeScript("CREATE TABLE orders(id INTEGER PRIMARY KEY, year INTEGER NOT NULL);"
                            + "INSERT INTO orders(year) VALUES (2023), (2024), (2025), (2026)")
                    .join();
            long moved = db.withConnection(own -> own.execute("ATTACH ? AS old", args[0] + ".archive")
                            .thenCompose(attached ->
                                    own.execute("CREATE TABLE IF NOT EXISTS old.orders(id INTEGER PRIMARY KEY, year)"))
                            .thenCompose(made -> own.inTransaction(tx -> tx.execute(
                                            "INSERT INTO old.orders SELECT * FROM main.orders WHERE year < ?", 2025)
                                    .thenCompose(
                                            copied -> tx.execute("DELETE FROM main.orders WHERE year < ?", 2025)))))
                    .join()
                    .rowsUpdated();
            System.out.println(moved + " moved");
            System.out.println(
                    db.query("SELECT year FROM orders").mapTo(Long.class).list().join());
        }
        try (AsyncSqlite archive = AsyncSqlite.open(Path.of(args[0] + ".archive"))) {
            System.out.println(archive.query("SELECT year FROM orders")
                    .mapTo(Long.class)
                    .list()
                    .join());
        }
    }
}
