package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.SqliteException;
import java.nio.file.Path;

/** Money moves between accounts, and the whole transaction is tried again where that makes sense. */
public final class Transfer {

    public static void main(String[] args) throws InterruptedException {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.executeScript("CREATE TABLE account(name TEXT PRIMARY KEY, cents INTEGER NOT NULL CHECK (cents >= 0));"
                    + "INSERT INTO account VALUES ('Ann', 500), ('Ben', 0)");
            System.out.println(transfer(db, "Ann", "Ben", 300) + " " + transfer(db, "Ann", "Ben", 300));
            System.out.println(db.query("SELECT * FROM account ORDER BY name").list());
        }
    }

    private static String transfer(BlockingSqlite db, String from, String to, long cents) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return db.inTransaction(tx -> {
                    tx.execute("UPDATE account SET cents = cents + ? WHERE name = ?", cents, to);
                    tx.execute("UPDATE account SET cents = cents - ? WHERE name = ?", cents, from);
                    return "moved";
                });
            } catch (ConstraintException e) {
                return "too little";
            } catch (SqliteException e) {
                if (!e.retryable() || attempt == 5) {
                    throw e;
                }
                Thread.sleep(50L << attempt);
            }
        }
    }
}
