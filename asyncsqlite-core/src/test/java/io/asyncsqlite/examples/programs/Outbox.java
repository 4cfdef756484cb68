package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;

/** An order and the message about it commit together; the message is sent afterwards, at least once. */
public final class Outbox {

    record Message(long id, String body) {}

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.executeScript("CREATE TABLE orders(id INTEGER PRIMARY KEY, item TEXT NOT NULL);"
                    + "CREATE TABLE outbox(id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
            order(db, "tea");
            order(db, "bread");
            send(db);
            System.out.println(
                    db.query("SELECT count(*) FROM outbox").mapTo(Long.class).one() + " left");
        }
    }

    private static void order(BlockingSqlite db, String item) {
        db.inTransaction(tx -> {
            long id = tx.execute("INSERT INTO orders(item) VALUES (?)", item).lastInsertRowid();
            return tx.execute("INSERT INTO outbox(body) VALUES (?)", "order " + id + ": " + item);
        });
    }

    private static void send(BlockingSqlite db) {
        for (Message message : db.query("SELECT id, body FROM outbox ORDER BY id")
                .mapTo(Message.class)
                .list()) {
            System.out.println("sent " + message.body());
            db.execute("DELETE FROM outbox WHERE id = ?", message.id());
        }
    }
}
