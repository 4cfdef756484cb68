package io.asyncsqlite.internal.engine;

import io.asyncsqlite.AsyncSqlite;
import java.io.IOException;

/** Opens databases, prints a line, and waits to be killed or for the end of its input. */
final class KilledProgram {

    private KilledProgram() {}

    public static void main(String[] arguments) throws IOException {
        try (AsyncSqlite first = AsyncSqlite.inMemory();
                AsyncSqlite second = AsyncSqlite.inMemory()) {
            System.out.println("open " + first.name() + " " + second.name());
            while (System.in.read() >= 0) {
                // Only waits.
            }
        }
    }
}
