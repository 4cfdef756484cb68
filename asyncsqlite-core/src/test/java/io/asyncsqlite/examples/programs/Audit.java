package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;

/** A trigger that keeps every change of a price, whoever makes it. */
public final class Audit {

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.executeScript("""
                    CREATE TABLE product(id INTEGER PRIMARY KEY, name TEXT NOT NULL, price NOT NULL);
                    CREATE TABLE audit(product INTEGER, old, new, at TEXT DEFAULT CURRENT_TIMESTAMP);
                    CREATE TRIGGER price_changed AFTER UPDATE OF price ON product WHEN old.price IS NOT new.price
                    BEGIN
                        INSERT INTO audit(product, old, new) VALUES (new.id, old.price, new.price);
                    END;
                    INSERT INTO product(name, price) VALUES ('tea', 2.5), ('bread', 3)""");
            db.execute("UPDATE product SET price = price * 2 WHERE name = ?", "tea");
            db.execute("UPDATE product SET price = 3");
            db.query("SELECT product, old, new FROM audit ORDER BY rowid").forEach(System.out::println);
        }
    }
}
