package org.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.test.AsyncSqliteTest;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;

@AsyncSqliteTest(properties = "database=${asyncsqlite.test.directory}/notes.db")
class FreshTests {

    @Autowired
    private AsyncSqlite database;

    @RepeatedTest(2)
    void eachTestHasAFreshFile() {
        database.execute("INSERT INTO note(body) VALUES ('one')").join();

        assertThat(database.query("SELECT count(*) FROM note").mapTo(Long.class).one().join()).isEqualTo(1);
    }
}
