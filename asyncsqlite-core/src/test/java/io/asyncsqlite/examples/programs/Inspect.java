package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.List;

/** A look into a file of another program, such as the sqlite3 shell, that cannot change it. */
public final class Inspect {

    public static void main(String[] args) {
        SqliteOptions options =
                SqliteOptions.file(Path.of(args[0])).readOnly(true).build();
        try (AsyncSqlite async = AsyncSqlite.open(options)) {
            BlockingSqlite db = async.blocking();
            List<String> tables = db.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
                    .mapTo(String.class)
                    .list();
            for (String table : tables) {
                String quoted = '"' + table.replace("\"", "\"\"") + '"';
                long rows = db.query("SELECT count(*) FROM " + quoted)
                        .mapTo(Long.class)
                        .one();
                System.out.println(table + ": " + rows + " rows");
            }
        }
    }
}
