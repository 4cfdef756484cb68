import io.asyncsqlite.SqliteProvider;
import io.asyncsqlite.internal.LocalProvider;

/** SQLite with futures and back-pressured streams. */
// The friends are modules of other artifacts.
@SuppressWarnings("module")
module io.asyncsqlite {
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static transitive org.jspecify;

    exports io.asyncsqlite;
    exports io.asyncsqlite.codec;
    exports io.asyncsqlite.internal.codec to
            io.asyncsqlite.r2dbc;
    exports io.asyncsqlite.internal.sql to
            io.asyncsqlite.r2dbc,
            io.asyncsqlite.spring.boot;

    uses SqliteProvider;

    provides SqliteProvider with
            LocalProvider;
}
