import io.asyncsqlite.SqliteProvider;
import io.asyncsqlite.internal.LocalProvider;
import io.asyncsqlite.internal.connection.ClusterEngines;

/** SQLite with futures and back-pressured streams. */
// The friends are modules of other artifacts.
@SuppressWarnings("module")
module io.asyncsqlite {
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static de.siegmar.fastcsv;
    requires static transitive org.jspecify;

    exports io.asyncsqlite;
    exports io.asyncsqlite.codec;
    exports io.asyncsqlite.migration;
    exports io.asyncsqlite.registry;
    exports io.asyncsqlite.schema;
    exports io.asyncsqlite.transfer;
    exports io.asyncsqlite.internal.codec to
            io.asyncsqlite.r2dbc;
    exports io.asyncsqlite.internal.connection to
            io.asyncsqlite.dqlite;
    exports io.asyncsqlite.internal.engine to
            io.asyncsqlite.dqlite;
    exports io.asyncsqlite.internal.sql to
            io.asyncsqlite.dqlite,
            io.asyncsqlite.r2dbc,
            io.asyncsqlite.spring.boot;

    uses ClusterEngines;
    uses SqliteProvider;

    provides SqliteProvider with
            LocalProvider;
}
