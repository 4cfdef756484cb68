package io.asyncsqlite.internal.engine;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;

/** Opens a database twice and prints why it cannot. */
final class SecondTryProgram {

    private SecondTryProgram() {}

    public static void main(String[] arguments) {
        for (int i = 0; i < 2; i++) {
            try (AsyncSqlite database = AsyncSqlite.inMemory()) {
                System.out.println("opened " + database.name());
            } catch (DatabaseOpenException e) {
                System.out.println(e.reason() + ": " + e.getMessage());
            }
        }
    }
}
