package io.asyncsqlite.migration;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.schema.Schema;
import io.asyncsqlite.schema.Table;
import io.asyncsqlite.schema.TableColumn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tables made anew, with everything that hangs on them. */
@Timeout(60)
class TableRebuildTests {

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void fill() throws Exception {
        db = AsyncSqlite.open(directory.resolve("a.db"));
        await(db.executeScript("""
                CREATE TABLE note(id INTEGER PRIMARY KEY AUTOINCREMENT, "the body" TEXT, draft INT, size AS (length("the body")));
                CREATE TABLE tag(note INTEGER NOT NULL REFERENCES note ON DELETE CASCADE, name TEXT);
                CREATE TABLE log(what TEXT);
                CREATE INDEX by_body ON note("the body") WHERE id > 0;
                CREATE TRIGGER logged AFTER INSERT ON note BEGIN INSERT INTO log VALUES ('insert'); END;
                CREATE TRIGGER tagged AFTER INSERT ON tag BEGIN UPDATE note SET draft = 1 WHERE id = new.note; END;
                CREATE VIEW bodies AS SELECT "the body" AS b FROM note;
                INSERT INTO note(id, "the body") VALUES (1, 'a'), (2, NULL), (99, 'gone');
                DELETE FROM note WHERE id = 99;
                DELETE FROM log;
                INSERT INTO tag VALUES (1, 'x'), (2, 'y');
                """));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private static final String NEW_NOTE = """
            CREATE TABLE note(id INTEGER PRIMARY KEY AUTOINCREMENT, "the body" TEXT NOT NULL CHECK (length("the body") < 9),
                draft INT, size INT AS (length("the body"))) STRICT""";

    private MigrationResult rebuild(TableRebuild how) throws Exception {
        return await(Migrations.builder().rebuild(1, "it's strict", how).build().run(db));
    }

    @Test
    void rowsIndexesTriggersAndIdsAreKept() throws Exception {
        assertThat(rebuild(TableRebuild.of("Note", NEW_NOTE).column("the body", "coalesce(\"the body\", '')"))
                        .applied())
                .containsExactly(1L);
        assertThat(await(db.query("SELECT \"the body\" || size FROM note ORDER BY id")
                        .mapTo(String.class)
                        .list()))
                .containsExactly("a1", "0");
        Table note = await(db.read(Schema::of)).table("note").orElseThrow();
        assertThat(note.strict()).isTrue();
        assertThat(note.indexes())
                .singleElement()
                .satisfies(index -> assertThat(index.partial()).isTrue());
        assertThat(note.triggers()).hasSize(1);
        assertThat(await(db.query("SELECT count(*) FROM tag").mapTo(Long.class).one()))
                .isEqualTo(2);
        assertThat(await(db.query("SELECT count(*) FROM log").mapTo(Long.class).one()))
                .isZero();
        assertThat(await(db.query("SELECT count(*) FROM bodies")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(2);
        assertThat(await(db.execute("INSERT INTO note(\"the body\") VALUES ('new')"))
                        .lastInsertRowid())
                .isEqualTo(100);
        assertThat(await(db.query("PRAGMA foreign_keys").mapTo(Long.class).one()))
                .isEqualTo(1);
        assertThat(await(db.query("SELECT name FROM sqlite_schema WHERE name LIKE 'asyncsqlite%'")
                        .list()))
                .isEmpty();
    }

    @Test
    void columnsCanBeLeftOutAndAdded() throws Exception {
        rebuild(TableRebuild.of("note", "CREATE TABLE note(id INTEGER PRIMARY KEY, \"the body\", words INT)")
                .without("draft")
                .column("words", "id * 10"));
        assertThat(await(db.read(Schema::of)).table("note").orElseThrow().columns())
                .extracting(TableColumn::name)
                .containsExactly("id", "the body", "words");
        assertThat(await(db.query("SELECT words FROM note ORDER BY id")
                        .mapTo(Long.class)
                        .list()))
                .isEqualTo(List.of(10L, 20L));
    }

    @Test
    void aViolatedForeignKeyRollsItBack() throws Exception {
        Throwable failure = failureOf(Migrations.builder()
                .rebuild(
                        1,
                        "ids",
                        TableRebuild.of("note", NEW_NOTE).column("id", "id + 1").column("the body", "'b'"))
                .build()
                .run(db));
        assertThat(failure)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("would refer to others that do not exist");
        assertUnchanged();
    }

    @Test
    void aRowThatBreaksTheNewTableRollsItBack() throws Exception {
        Throwable failure = failureOf(Migrations.builder()
                .rebuild(1, "not null", TableRebuild.of("note", NEW_NOTE))
                .build()
                .run(db));
        assertThat(failure)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("Migration 1 'not null' failed and was rolled back")
                .hasCauseInstanceOf(ConstraintException.class);
        assertUnchanged();
    }

    @Test
    void aMissingTableIsNamed() throws Exception {
        assertThat(failureOf(Migrations.builder()
                        .rebuild(1, "x", TableRebuild.of("bodies", "CREATE TABLE bodies(a)"))
                        .build()
                        .run(db)))
                .hasMessageContaining("There is no table 'bodies' to be rebuilt");
    }

    private void assertUnchanged() throws Exception {
        assertThat(await(db.query("SELECT id FROM note ORDER BY id")
                        .mapTo(Long.class)
                        .list()))
                .containsExactly(1L, 2L);
        assertThat(await(db.read(Schema::of)).table("schema_migration")).isEmpty();
        assertThat(await(db.query("PRAGMA foreign_keys").mapTo(Long.class).one()))
                .isEqualTo(1);
    }
}
