package io.asyncsqlite.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.migration.Migrations;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the code of docs/migrations.md. */
@Timeout(60)
class SchemaExamplesTests {

    @Test
    void examplesWork() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.inMemory()) {
            assertThat(SchemaExamples.migrate(db).get(20, TimeUnit.SECONDS).applied())
                    .containsExactly(1L, 2L, 3L);
            assertThat(SchemaExamples.columns(db).get(20, TimeUnit.SECONDS)).containsExactly("id", "body", "words");
        }
        try (AsyncSqlite db = AsyncSqlite.inMemory()) {
            Migrations migrations = Migrations.builder()
                    .script(1, "note", "CREATE TABLE note(id INTEGER PRIMARY KEY, body, words)")
                    .rebuild(2, "strict", SchemaExamples.rebuild())
                    .build();
            assertThat(migrations.run(db).get(20, TimeUnit.SECONDS).version()).isEqualTo(2);
            assertThat(SchemaExamples.columns(db).get(20, TimeUnit.SECONDS)).containsExactly("id", "body");
        }
    }
}
