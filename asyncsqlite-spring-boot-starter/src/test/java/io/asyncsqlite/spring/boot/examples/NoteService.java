package io.asyncsqlite.spring.boot.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.WriteResult;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;

// tag::service[]
@Service
class NoteService {

    private final AsyncSqlite database;

    NoteService(AsyncSqlite database) {
        this.database = database;
    }

    CompletableFuture<Long> add(String body) {
        return database.execute("INSERT INTO note(body) VALUES (?)", body).thenApply(WriteResult::lastInsertRowid);
    }
}
// end::service[]
