package io.asyncsqlite.spring.boot.test.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.test.AsyncSqliteTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

// tag::slice[]
@AsyncSqliteTest(properties = "asyncsqlite.init.schema-locations=classpath:schema.sql")
class NoteTableTests {

    @Autowired
    private AsyncSqlite database;

    @Test
    void aNoteIsKept() {
        database.execute("INSERT INTO note(body) VALUES (?)", "hi").join();

        assertThat(database.query("SELECT body FROM note")
                        .mapTo(String.class)
                        .list()
                        .join())
                .contains("hi");
    }
}
// end::slice[]
