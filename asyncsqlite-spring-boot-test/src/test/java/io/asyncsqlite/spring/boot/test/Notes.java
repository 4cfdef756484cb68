package io.asyncsqlite.spring.boot.test;

import io.asyncsqlite.AsyncSqlite;
import java.util.List;
import org.springframework.stereotype.Repository;

@Repository
class Notes {

    private final AsyncSqlite database;

    Notes(AsyncSqlite database) {
        this.database = database;
    }

    void add(String body) {
        database.execute("INSERT INTO note(body) VALUES (?)", body).join();
    }

    List<String> all() {
        return database.query("SELECT body FROM note ORDER BY id")
                .mapTo(String.class)
                .list()
                .join();
    }
}
