package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A form whose field is told that its value is taken. */
public final class SignUp {

    public static void main(String[] args) {
        try (AsyncSqlite db = AsyncSqlite.open(Path.of(args[0]))) {
            db.execute("""
                    CREATE TABLE account(id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE,
                        age INTEGER CONSTRAINT adult CHECK (age >= 18))""").join();
            System.out.println(signUp(db, "ada@example.org", 36).join());
            System.out.println(signUp(db, "ada@example.org", 20).join());
            System.out.println(signUp(db, "bob@example.org", 7).join());
        }
    }

    private static CompletableFuture<String> signUp(AsyncSqlite db, String email, int age) {
        return db.execute("INSERT INTO account(email, age) VALUES (?, ?)", email, age)
                .thenApply(written -> "welcome")
                .exceptionally(failure -> message((ConstraintException) failure.getCause()));
    }

    private static String message(ConstraintException refused) {
        return switch (refused.kind()) {
            case UNIQUE -> refused.columns().get(0) + ": is taken";
            case CHECK -> "age: must be " + refused.constraint();
            default -> throw refused;
        };
    }
}
