package io.asyncsqlite.isolation;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs clients on a database that another process uses too, and writes their history into a file. */
final class SecondProcess {

    private SecondProcess() {}

    /** Takes the database file, the file for the history, the number of the first client, of transactions, and the seed. */
    public static void main(String[] arguments) throws Exception {
        int first = Integer.parseInt(arguments[2]);
        try (AsyncSqlite db = IsolationIT.open(Path.of(arguments[0]))) {
            System.out.println("READY");
            System.in.read();
            List<Entry> history =
                    IsolationIT.runClients(db, first, 2, Integer.parseInt(arguments[3]), Long.parseLong(arguments[4]));
            Files.write(Path.of(arguments[1]), history.stream().map(Entry::line).toList());
        }
    }
}
