package io.asyncsqlite.crash;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.transfer.Csv;
import io.asyncsqlite.transfer.CsvImport;
import java.nio.file.Path;

/** Imports or exports a file until it is killed, and prints a line when it begins. */
final class TransferProgram {

    private TransferProgram() {}

    /** Takes the database file, the file of CSV, and what to do. */
    public static void main(String[] arguments) {
        Path file = Path.of(arguments[1]);
        AsyncSqlite db = AsyncSqlite.open(Path.of(arguments[0]));
        if (arguments[2].equals("export")) {
            System.out.println("begun");
            while (true) {
                Csv.from(db.query("SELECT i, t FROM source ORDER BY i"))
                        .replacing()
                        .to(file)
                        .join();
            }
        }
        db.executeScript("DROP TABLE IF EXISTS target; CREATE TABLE target(i INTEGER PRIMARY KEY, t TEXT)")
                .join();
        CsvImport people = Csv.into(db, "target").withChunkSize(ImportKillIT.CHUNK);
        System.out.println("begun");
        (arguments[2].equals("whole") ? people.allOrNone() : people).from(file).join();
        db.close();
    }
}
