package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A database for each test: a template is made once and copied while no database has it open. */
public final class FreshFile {

    public static void main(String[] args) throws IOException {
        Path template = Path.of(args[0]);
        try (AsyncSqlite db = AsyncSqlite.open(template)) {
            db.blocking().executeScript("CREATE TABLE note(body TEXT); INSERT INTO note VALUES ('from the template')");
        }
        for (int test = 1; test <= 2; test++) {
            Path copy = Files.copy(template, Path.of(args[0] + "." + test));
            try (AsyncSqlite db = AsyncSqlite.open(copy)) {
                db.blocking().execute("INSERT INTO note VALUES (?)", "of test " + test);
                System.out.println(db.blocking()
                        .query("SELECT body FROM note")
                        .mapTo(String.class)
                        .list());
            }
        }
    }
}
