package io.asyncsqlite.dqlite;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns of declared types that end the processes of a cluster, see {@link ServerStatement}. */
final class DeclaredTypes {

    private static final String FIND =
            "SELECT m.name || '.' || x.name || ' ' || x.type FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS x"
                    + " WHERE m.type = 'table' AND upper(x.type) IN ('DATE', 'DATETIME', 'TIMESTAMP', 'BOOLEAN') LIMIT 1";

    private DeclaredTypes() {}

    /** Throws if the database has such a column, which another client has made. */
    static void refuseHarmful(DqliteConnection connection) throws EngineException {
        List<@Nullable Object[]> found = new ArrayList<>();
        try (EngineStatement query = connection.prepare(FIND)) {
            if (query.execute(new Object[0])) {
                query.fetch(1, found);
            }
        }
        if (!found.isEmpty()) {
            throw new EngineException(
                    ResultCode.ERROR,
                    "column " + found.get(0)[0] + " can end the processes of a dqlite cluster: another client has"
                            + " declared it");
        }
    }
}
