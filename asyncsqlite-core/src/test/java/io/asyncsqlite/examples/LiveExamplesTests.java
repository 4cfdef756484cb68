package io.asyncsqlite.examples;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Changes;
import io.asyncsqlite.Changes.Kind;
import io.asyncsqlite.Changes.TableChange;
import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.examples.LiveExamples.Note;
import io.asyncsqlite.testing.Observer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveExamplesTests {

    @Test
    void examplesOfTheDocumentWork() throws Exception {
        AtomicLong rate = new AtomicLong(2);
        try (AsyncSqlite db = AsyncSqlite.open(SqliteOptions.memory()
                .define(SqlFunction.scalar("rate_of_today", String.class, currency -> rate.get()))
                .build())) {
            await(
                    db.executeScript(
                            "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL);"
                                    + "CREATE TABLE price(amount, currency); CREATE TABLE rate(day); INSERT INTO price VALUES (5, 'CHF')"));
            Observer<List<Note>> notes = Observer.of(LiveExamples.notes(db));
            Observer<List<Long>> rates = Observer.of(LiveExamples.rates(db));
            assertThat(notes.next()).isEqualTo(List.of());
            assertThat(rates.next()).isEqualTo(List.of(10L));
            Observer<Changes> commits = Observer.of(LiveExamples.commits(db));

            await(db.execute("INSERT INTO note(body) VALUES ('hi')"));
            assertThat(notes.next()).isEqualTo(List.of(new Note(1, "hi")));
            assertThat(commits.next())
                    .isEqualTo(
                            new Changes(1, List.of(new TableChange("note", Kind.INSERT, OptionalLong.of(1))), false));
            rate.set(3);
            await(db.execute("INSERT INTO rate VALUES ('today')"));
            assertThat(rates.next()).isEqualTo(List.of(15L));
        }
    }
}
