package io.asyncsqlite.examples;

// tag::r2dbc-notes[]
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

@RestController
class R2dbcNotes {

    private final DatabaseClient client;

    R2dbcNotes(DatabaseClient client) {
        this.client = client;
    }

    @GetMapping("/bodies")
    Flux<String> bodies() {
        return client.sql("SELECT body FROM note").mapValue(String.class).all();
    }
}
// end::r2dbc-notes[]
