package io.asyncsqlite.spring.boot.test.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.test.FreshDatabases;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

// tag::fresh[]
@FreshDatabases
@SpringBootTest(properties = "asyncsqlite.init.schema-locations=classpath:schema.sql")
class NoteApplicationTests {

    @Autowired
    private AsyncSqlite database;

    @RepeatedTest(2)
    void aMethodFindsNoNoteOfAnother() {
        database.execute("INSERT INTO note(body) VALUES (?)", "mine").join();

        assertThat(database.query("SELECT count(*) FROM note WHERE body = ?", "mine")
                        .mapTo(Long.class)
                        .one()
                        .join())
                .isEqualTo(1);
    }
}
// end::fresh[]
