package io.asyncsqlite.schema;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.schema.ForeignKey.Action;
import io.asyncsqlite.schema.Index.IndexColumn;
import io.asyncsqlite.schema.Index.Origin;
import io.asyncsqlite.schema.Table.Kind;
import io.asyncsqlite.schema.TableColumn.Generated;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads schemas of every kind of part. */
@Timeout(60)
class SchemaTests {

    private final AsyncSqlite db = AsyncSqlite.inMemory();

    @AfterEach
    void close() {
        db.close();
    }

    private Table table(String name, String script) throws Exception {
        await(db.executeScript(script));
        return await(db.read(Schema::of)).table(name).orElseThrow();
    }

    @Test
    void anEmptyDatabaseHasNoTables() throws Exception {
        assertThat(await(db.read(Schema::of)).tables()).isEmpty();
    }

    @Test
    void columnsHaveTypeDefaultKeyAndGeneration() throws Exception {
        Table note = table("NOTE", """
                CREATE TABLE Note(a INT DEFAULT (1 + 1), "b ""c" VARCHAR(9) NOT NULL DEFAULT 'x',
                    d AS (a * 2) VIRTUAL, e TEXT AS (a || 'é') STORED, f, PRIMARY KEY (f, a))""");
        assertThat(note.name()).isEqualTo("Note");
        assertThat(note.kind()).isEqualTo(Kind.TABLE);
        assertThat(note.columns())
                .containsExactly(
                        new TableColumn("a", "INT", false, "1 + 1", 2, Generated.NO, false),
                        new TableColumn("b \"c", "VARCHAR(9)", true, "'x'", 0, Generated.NO, false),
                        new TableColumn("d", "", false, null, 0, Generated.VIRTUAL, false),
                        new TableColumn("e", "TEXT", false, null, 0, Generated.STORED, false),
                        new TableColumn("f", "", false, null, 1, Generated.NO, false));
        assertThat(note.primaryKey()).extracting(TableColumn::name).containsExactly("f", "a");
        assertThat(note.column("A")).isPresent();
        assertThat(note.column("missing")).isEmpty();
        assertThat(note.sql()).startsWith("CREATE TABLE Note(");
    }

    @Test
    void kindsOfTablesAreTold() throws Exception {
        Table strict = table("s", "CREATE TABLE s(id INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID");
        assertThat(strict.strict()).isTrue();
        assertThat(strict.withoutRowid()).isTrue();
        assertThat(strict.columns().get(0).notNull()).isTrue();
        Table search = table("search", "CREATE VIRTUAL TABLE search USING fts5(body)");
        assertThat(search.kind()).isEqualTo(Kind.VIRTUAL);
        assertThat(search.columns())
                .filteredOn(TableColumn::hidden)
                .extracting(TableColumn::name)
                .contains("rank");
        assertThat(await(db.read(Schema::of)).table("search_data"))
                .hasValueSatisfying(shadow -> assertThat(shadow.kind()).isEqualTo(Kind.SHADOW));
        Table view = table("v", "CREATE VIEW v(x) AS SELECT id FROM s");
        assertThat(view.kind()).isEqualTo(Kind.VIEW);
        assertThat(view.columns()).extracting(TableColumn::name).containsExactly("x");
    }

    @Test
    void tablesOfSqliteItselfAreLeftOut() throws Exception {
        table("t", "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (1); ANALYZE");
        assertThat(await(db.read(Schema::of)).tables()).extracting(Table::name).containsExactly("t");
    }

    @Test
    void indexesTellWhatMadeThem() throws Exception {
        Table t = table("t", """
                CREATE TABLE t(a TEXT PRIMARY KEY, b TEXT COLLATE NOCASE UNIQUE, c);
                CREATE UNIQUE INDEX i ON t(c DESC, lower(a), b) WHERE c > 0""");
        assertThat(t.indexes()).hasSize(3);
        Index own = t.indexes().get(0);
        assertThat(own.name()).isEqualTo("i");
        assertThat(own.unique()).isTrue();
        assertThat(own.partial()).isTrue();
        assertThat(own.origin()).isEqualTo(Origin.CREATE_INDEX);
        assertThat(own.sql()).startsWith("CREATE UNIQUE INDEX i ON t(");
        assertThat(own.columns())
                .containsExactly(
                        new IndexColumn("c", "BINARY", true),
                        new IndexColumn(null, "BINARY", false),
                        new IndexColumn("b", "NOCASE", false));
        assertThat(t.indexes()).extracting(Index::origin).contains(Origin.PRIMARY_KEY, Origin.UNIQUE);
        assertThat(t.indexes().get(1).sql()).isNull();
    }

    @Test
    void foreignKeysKeepTheirOrderAndColumns() throws Exception {
        Table child = table("child", """
                CREATE TABLE parent(x, y, PRIMARY KEY (x, y));
                CREATE TABLE child(a REFERENCES parent ON DELETE SET NULL, b, c,
                    FOREIGN KEY (c, b) REFERENCES "Parent"(y, x) ON UPDATE CASCADE ON DELETE SET DEFAULT)""");
        assertThat(child.foreignKeys())
                .containsExactly(
                        new ForeignKey(List.of("a"), "parent", List.of(), Action.NO_ACTION, Action.SET_NULL),
                        new ForeignKey(
                                List.of("c", "b"), "Parent", List.of("y", "x"), Action.CASCADE, Action.SET_DEFAULT));
    }

    @Test
    void triggersBelongToTheirTable() throws Exception {
        Table t = table("t", """
                CREATE TABLE t(a); CREATE TABLE u(a);
                CREATE TRIGGER second AFTER INSERT ON T BEGIN INSERT INTO u VALUES (new.a); END;
                CREATE TRIGGER first AFTER DELETE ON "t" BEGIN DELETE FROM u; END;
                CREATE TRIGGER other AFTER DELETE ON u BEGIN DELETE FROM t; END""");
        assertThat(t.triggers()).extracting(Trigger::name).containsExactly("first", "second");
        assertThat(t.triggers().get(0).sql()).startsWith("CREATE TRIGGER first");
    }

    @Test
    void aSchemaOfManyTablesIsReadWithOneQueryForEachKind() throws Exception {
        StringBuilder script = new StringBuilder();
        IntStream.range(0, 500).forEach(n -> script.append("CREATE TABLE t" + n + "(a PRIMARY KEY, b);"));
        await(db.executeScript(script.toString()));
        Schema schema = await(db.read(Schema::of));
        assertThat(schema.tables()).hasSize(500).allSatisfy(table -> {
            assertThat(table.columns()).hasSize(2);
            assertThat(table.indexes()).hasSize(1);
        });
    }

    @Test
    void transactionsSeeTheirOwnSchema() throws Exception {
        CompletableFuture<Boolean> inside = db.write(connection -> {
            connection.execute("CREATE TABLE mine(a)");
            return Schema.of(connection).table("mine").isPresent();
        });
        assertThat(await(inside)).isTrue();
        assertThat(db.blocking().read(Schema::of)).isEqualTo(await(db.read(Schema::of)));
    }
}
