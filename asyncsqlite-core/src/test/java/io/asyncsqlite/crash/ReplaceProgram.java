package io.asyncsqlite.crash;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;

/** Replaces the content of a database by one of two others, again and again until it is killed, and prints which one after each. */
final class ReplaceProgram {

    private ReplaceProgram() {}

    /** Takes the database file, and the two contents. */
    public static void main(String[] arguments) {
        AsyncSqlite db = AsyncSqlite.open(Path.of(arguments[0]));
        for (int number = 0; ; number = 1 - number) {
            db.contents().restore(Path.of(arguments[1 + number])).join();
            System.out.println(number);
        }
    }
}
