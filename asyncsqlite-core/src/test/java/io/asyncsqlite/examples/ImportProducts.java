package io.asyncsqlite.examples;

// tag::import[]
import io.asyncsqlite.AsyncSqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

public final class ImportProducts {

    public static void main(String[] arguments) throws IOException {
        try (AsyncSqlite db = AsyncSqlite.open(Path.of(arguments[0]));
                Stream<String> lines = Files.lines(Path.of(arguments[1]))) {
            db.execute("CREATE TABLE IF NOT EXISTS product(code TEXT PRIMARY KEY, name TEXT)")
                    .join();
            long imported = db.blocking()
                    .bulkWrite("INSERT INTO product(code, name) VALUES (?, ?)")
                    .withProgress(rows -> System.out.println(rows + " rows"))
                    .from(lines.map(line -> line.split(",", 2)).iterator());
            System.out.println(imported + " imported");
        }
    }
}
// end::import[]
