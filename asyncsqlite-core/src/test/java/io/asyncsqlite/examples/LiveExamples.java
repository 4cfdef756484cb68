package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Changes;
import java.util.List;
import java.util.concurrent.Flow;

/** Queries whose results are published again when commits change them. */
final class LiveExamples {

    record Note(long id, String body) {}

    private LiveExamples() {}

    static Flow.Publisher<List<Note>> notes(AsyncSqlite db) {
        // tag::observe[]
        Flow.Publisher<List<Note>> notes = db.query("SELECT id, body FROM note ORDER BY id")
                .mapTo(Note.class)
                .observe();
        // end::observe[]
        return notes;
    }

    static Flow.Publisher<Changes> commits(AsyncSqlite db) {
        // tag::changes[]
        Flow.Publisher<Changes> commits = db.changes();
        // end::changes[]
        return commits;
    }

    static Flow.Publisher<List<Long>> rates(AsyncSqlite db) {
        // tag::named[]
        return db.query("SELECT amount * rate_of_today(currency) FROM price")
                .mapTo(Long.class)
                .observe("price", "rate");
        // end::named[]
    }
}
