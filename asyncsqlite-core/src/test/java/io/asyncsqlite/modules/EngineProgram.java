package io.asyncsqlite.modules;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.SyncConnection;
import java.sql.DriverManager;

/** Opens two databases and prints which engines they got. In a package of its own, so that the library can be a module. */
public final class EngineProgram {

    private EngineProgram() {}

    public static void main(String[] arguments) throws Exception {
        String arch = System.getProperty("test.arch");
        if (arch != null) {
            // The driver must have found its library before.
            DriverManager.getConnection("jdbc:sqlite::memory:").close();
            System.setProperty("os.arch", arch);
        }
        SqliteOptions options = SqliteOptions.memory()
                .engine(EngineChoice.valueOf(arguments[0]))
                .build();
        try (AsyncSqlite first = AsyncSqlite.open(options);
                AsyncSqlite second = AsyncSqlite.open(options)) {
            System.out.print(engineOf(first) + " " + engineOf(second));
        } catch (DatabaseOpenException e) {
            System.out.print(e + " " + e.reason());
        }
    }

    /** Only the foreign engine has statistics. */
    public static String engineOf(AsyncSqlite db) {
        return db.write(SyncConnection::statistics).join().isPresent() ? "foreign" : "jni";
    }
}
