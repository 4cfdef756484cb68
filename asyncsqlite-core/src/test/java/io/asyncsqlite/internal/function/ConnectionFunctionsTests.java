package io.asyncsqlite.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.TestEngine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change of a function reaches other connections once SQLite has accepted it on one. */
@Timeout(60)
class ConnectionFunctionsTests {

    private static SqlFunction function(long result) {
        return SqlFunction.scalar("f", 0, arguments -> result);
    }

    @Test
    void refusedChangeIsSeenByNoConnection() throws Exception {
        Definitions definitions = new Definitions(List.of(), new Codecs(List.of()));
        try (EngineConnection connection = TestEngine.get().open(new OpenRequest(null, false, attempts -> false))) {
            ConnectionFunctions functions = new ConnectionFunctions(definitions, connection, () -> false);
            SqlFunction first = function(1);
            functions.change(first, first);
            int accepted = definitions.version();
            try (EngineStatement running = connection.prepare("SELECT f() UNION ALL SELECT 2")) {
                assertThat(running.execute(new Object[0])).isTrue();

                SqlFunction second = function(2);
                assertThatThrownBy(() -> functions.change(second, second)).isInstanceOf(EngineException.class);
                assertThatThrownBy(() -> functions.change(second, null)).isInstanceOf(EngineException.class);
            }
            assertThat(definitions.version()).isEqualTo(accepted);
            assertThat(definitions.current()).containsValue(first);
            assertThat(value(connection)).isEqualTo(1L);
        }
    }

    private static @Nullable Object value(EngineConnection connection) throws EngineException {
        try (EngineStatement statement = connection.prepare("SELECT f()")) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            statement.execute(new Object[0]);
            statement.fetch(1, rows);
            return rows.get(0)[0];
        }
    }
}
