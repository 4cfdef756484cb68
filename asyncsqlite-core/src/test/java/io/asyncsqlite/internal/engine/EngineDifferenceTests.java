package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Both engines give the same rows, counts and errors for the same random programs. */
@EnabledIfSystemProperty(
        named = TestEngine.PROPERTY,
        matches = "foreign",
        disabledReason = "the foreign engine is in the jar, for JDK 22 and newer")
@Timeout(120)
class EngineDifferenceTests {

    private static final int STATEMENTS = 10_000;
    private static final long SEED = Long.getLong("difference.seed", 20_261_123L);

    @Test
    void bothEnginesAnswerTheSame() throws EngineException {
        RandomWork work = new RandomWork(SEED);
        int rows = 0;
        int errors = 0;
        try (EngineConnection jni = open(Engine.jni());
                EngineConnection foreign = open(Engine.foreign())) {
            for (int i = 0; i < STATEMENTS; i++) {
                String sql = work.statement();
                Object[] values = work.values(parameters(sql));
                int chunk = 1 + work.number(4);

                String answer = answer(foreign, sql, values, chunk);

                assertThat(answer)
                        .as("seed %d, statement %d: %s", SEED, i, sql)
                        .isEqualTo(answer(jni, sql, values, chunk));
                rows += answer.contains("row [") ? 1 : 0;
                errors += answer.contains("error ") ? 1 : 0;
            }
        }
        // Else it would prove little.
        assertThat(rows).isGreaterThan(STATEMENTS / 10);
        assertThat(errors).isGreaterThan(STATEMENTS / 10);
    }

    private static EngineConnection open(Engine engine) throws EngineException {
        EngineConnection connection = engine.open(new OpenRequest(null, false, attempts -> false));
        connection.executeScript("PRAGMA foreign_keys = ON;" + RandomWork.SCHEMA);
        return connection;
    }

    private static int parameters(String sql) {
        return (int) sql.chars().filter(c -> c == '?').count();
    }

    private static String answer(EngineConnection connection, String sql, Object[] values, int chunk)
            throws EngineException {
        StringBuilder answer = new StringBuilder();
        try (EngineStatement statement = connection.prepare(sql)) {
            boolean more = statement.parameterCount() == values.length && statement.execute(values);
            answer.append(statement.columnNames());
            while (more) {
                List<Object[]> rows = new ArrayList<>();
                more = statement.fetch(chunk, rows);
                rows.forEach(row -> answer.append(" row ").append(Arrays.deepToString(shown(row))));
            }
        } catch (EngineException e) {
            answer.append(" error ").append(e.code()).append(' ').append(e.getMessage());
        }
        return answer.append(" changes ")
                .append(connection.changes())
                .append(" rowid ")
                .append(connection.lastInsertRowid())
                .append(" transaction ")
                .append(connection.inTransaction())
                .toString();
    }

    private static Object[] shown(Object[] row) {
        return Arrays.stream(row)
                .map(value ->
                        value instanceof MalformedText text ? "malformed " + Arrays.toString(text.bytes()) : value)
                .toArray();
    }
}
