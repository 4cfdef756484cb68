package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.AppDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A statement with RETURNING that runs once for each set of values. */
@Timeout(60)
class QueryManyTests extends AppDatabase {

    private static final String INSERT = "INSERT INTO note(body) VALUES (?) RETURNING id, body";
    private static final List<String> BODIES = List.of("a", "b", "c");

    record Note(long id, String body) {}

    @BeforeEach
    void create() throws Exception {
        await(db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT UNIQUE)"));
    }

    private static List<Note> notes() {
        return List.of(new Note(1, "a"), new Note(2, "b"), new Note(3, "c"));
    }

    private long count() throws Exception {
        return await(db.query("SELECT count(*) FROM note").mapTo(Long.class).one());
    }

    @Test
    void rowsOfAllRunsComeInTheirOrder() throws Exception {
        assertThat(await(db.queryMany(INSERT, BODIES).mapTo(Note.class).list())).isEqualTo(notes());
    }

    @Test
    void manyRowsComeInTheirOrder() throws Exception {
        List<Long> numbers = LongStream.range(0, 1_000).boxed().toList();

        assertThat(await(db.queryMany(INSERT, numbers)
                        .map(row -> row.getString("body"))
                        .list()))
                .isEqualTo(numbers.stream().map(String::valueOf).toList());
    }

    @Test
    void resultHasTheChangesOfAllRuns() throws Exception {
        QueryResult<Note> inserted =
                await(db.queryMany(INSERT, BODIES).mapTo(Note.class).result());

        assertThat(inserted.elements()).isEqualTo(notes());
        assertThat(inserted.written()).isEqualTo(new WriteResult(3, 0));
    }

    @Test
    void firstRowEndsNoRunEarly() throws Exception {
        assertThat(await(db.queryMany(INSERT, BODIES).mapTo(Note.class).first()))
                .contains(new Note(1, "a"));
        assertThat(failureOf(db.queryMany("DELETE FROM note WHERE body = ? RETURNING id", BODIES)
                        .one()))
                .isInstanceOf(InvalidResultException.class);
        assertThat(count()).isZero();
    }

    @Test
    void rowsArePublishedAndHandedOver() throws Exception {
        List<Note> seen = new ArrayList<>();

        assertThat(await(db.queryMany(INSERT, BODIES).mapTo(Note.class).forEach(seen::add)))
                .isEqualTo(3);

        assertThat(seen).isEqualTo(notes());
    }

    @Test
    void runsWithoutRowsAreLeftOut() throws Exception {
        await(db.execute("INSERT INTO note(body) VALUES ('b')"));
        String ignoring = "INSERT INTO note(body) VALUES (?) ON CONFLICT DO NOTHING RETURNING body";

        assertThat(await(db.queryMany(ignoring, BODIES).mapTo(String.class).list()))
                .containsExactly("a", "c");
        assertThat(await(
                        db.queryMany("UPDATE note SET body = body || ?", BODIES).list()))
                .isEmpty();
        assertThat(await(db.queryMany(INSERT, List.of()).list())).isEmpty();
    }

    @Test
    void declaredTypesAreKnown() throws Exception {
        assertThat(await(db.queryMany(INSERT, BODIES).withDeclaredTypes().first())
                        .orElseThrow()
                        .columns())
                .contains(new Column("body", "TEXT"));
    }

    @Test
    void failureUndoesAllRuns() throws Exception {
        assertThat(failureOf(db.queryMany(INSERT, List.of("a", "b", "a")).list()))
                .isInstanceOf(ConstraintException.class);
        assertThat(count()).isZero();
    }

    @Test
    void misuseArrivesInTheFuture() throws Exception {
        assertThat(failureOf(db.queryMany("SELECT ?", BODIES).list())).isInstanceOf(InvalidStatementException.class);
        assertThat(failureOf(db.queryMany(INSERT, List.of(List.of())).list()))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> db.queryMany(INSERT, null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void transactionAndConnectionRunIt() throws Exception {
        List<Note> inTransaction = await(db.inTransaction(
                tx -> tx.queryMany(INSERT, BODIES).mapTo(Note.class).list()));
        assertThat(inTransaction).isEqualTo(notes());
        try (AsyncConnection connection = await(db.connect())) {
            assertThat(await(connection
                            .queryMany("DELETE FROM note WHERE body = ? RETURNING id", BODIES)
                            .mapTo(Long.class)
                            .list()))
                    .containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void failureInATransactionUndoesItsRunsOnly() throws Exception {
        await(db.inTransaction(tx -> tx.queryMany(INSERT, BODIES)
                .list()
                .thenCompose(rows -> tx.queryMany(INSERT, List.of("d", "a")).list())
                .handle((rows, failure) -> failure)
                .thenAccept(failure -> assertThat(failure).hasCauseInstanceOf(ConstraintException.class))));

        assertThat(count()).isEqualTo(3);
    }

    @Test
    void lambdaRunsIt() throws Exception {
        List<Note> seen = new ArrayList<>();
        QueryResult<Note> result = await(db.write(connection -> {
            QueryResult<Note> inserted =
                    connection.queryMany(INSERT, BODIES).mapTo(Note.class).result();
            connection
                    .queryMany("UPDATE note SET body = body WHERE body = ? RETURNING *", BODIES)
                    .mapTo(Note.class)
                    .forEach(seen::add);
            return inserted;
        }));

        assertThat(result.elements()).isEqualTo(notes());
        assertThat(result.written()).isEqualTo(new WriteResult(3, 0));
        assertThat(seen).isEqualTo(notes());
        assertThat(failureOf(db.read(connection -> connection.queryMany(INSERT, BODIES))))
                .isInstanceOf(InvalidStatementException.class);
    }

    @Test
    void blockingViewRunsIt() {
        assertThat(db.blocking().queryMany(INSERT, BODIES).mapTo(Note.class).list())
                .isEqualTo(notes());
    }
}
