package io.asyncsqlite.examples;

// tag::notes-service[]
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.WriteResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class NotesService {

    record Note(long id, String body) {}

    private final AsyncSqlite database;

    public NotesService(AsyncSqlite database) {
        this.database = database;
    }

    @GetMapping("/notes")
    CompletableFuture<List<Note>> all() {
        return database.query("SELECT id, body FROM note").mapTo(Note.class).list();
    }

    @PostMapping("/notes")
    CompletableFuture<Long> add(@RequestBody String body) {
        return database.execute("INSERT INTO note(body) VALUES (?)", body).thenApply(WriteResult::lastInsertRowid);
    }

    public static void main(String[] arguments) {
        SpringApplication.run(NotesService.class, arguments);
    }
}
// end::notes-service[]
