package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.migration.MigrationResult;
import io.asyncsqlite.migration.Migrations;
import io.asyncsqlite.migration.TableRebuild;
import io.asyncsqlite.schema.Schema;
import io.asyncsqlite.schema.TableColumn;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The code of docs/migrations.md, which a test runs. */
final class SchemaExamples {

    private SchemaExamples() {}

    static final class App {

        private App() {}
    }

    static CompletableFuture<MigrationResult> migrate(AsyncSqlite db) {
        // tag::migrations[]
        Migrations migrations = Migrations.builder()
                .resources(App.class, "/db", "001-notes.sql", "002-words.sql")
                .step(3, "count words", connection -> connection.execute("UPDATE note SET words = length(body)"))
                .build();
        return migrations.run(db);
        // end::migrations[]
    }

    static TableRebuild rebuild() {
        // tag::rebuild[]
        return TableRebuild.of("note", "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
                .column("body", "coalesce(body, '')")
                .without("words");
        // end::rebuild[]
    }

    static CompletableFuture<List<String>> columns(AsyncSqlite db) {
        // tag::schema[]
        return db.read(Schema::of)
                .thenApply(schema -> schema.table("note").orElseThrow().columns().stream()
                        .map(TableColumn::name)
                        .toList());
        // end::schema[]
    }
}
