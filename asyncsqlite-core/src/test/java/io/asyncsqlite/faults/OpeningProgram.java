package io.asyncsqlite.faults;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.List;

/** Opens a database file with options, and prints how many tables it has, or why it cannot be opened. */
final class OpeningProgram {

    private OpeningProgram() {}

    /** Takes the file, and {@code readOnly} or {@code immutable} or neither. */
    public static void main(String[] arguments) {
        List<String> options = List.of(arguments);
        try (AsyncSqlite db = AsyncSqlite.open(SqliteOptions.file(Path.of(arguments[0]))
                .readOnly(options.contains("readOnly"))
                .immutable(options.contains("immutable"))
                .build())) {
            System.out.println(db.query("SELECT count(*) FROM sqlite_schema")
                    .mapTo(Long.class)
                    .one()
                    .join());
        } catch (DatabaseOpenException e) {
            System.out.println(e.reason() + " " + e.getMessage());
        }
    }
}
