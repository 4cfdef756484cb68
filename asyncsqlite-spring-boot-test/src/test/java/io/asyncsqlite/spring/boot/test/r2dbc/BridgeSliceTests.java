package io.asyncsqlite.spring.boot.test.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.r2dbc.test.autoconfigure.DataR2dbcTest;

/** Repositories on the database of the application. */
@Timeout(60)
@DataR2dbcTest(
        properties = {
            "asyncsqlite.in-memory=true",
            "asyncsqlite.r2dbc.enabled=true",
            "asyncsqlite.init.schema-locations=classpath:schema.sql"
        })
class BridgeSliceTests {

    @Autowired
    private NoteRepository notes;

    @Autowired
    private AsyncSqlite database;

    @RepeatedTest(2)
    void repositoriesUseTheDatabaseOfTheApplication() {
        long before = notes.count().block();
        database.execute("INSERT INTO note(body) VALUES ('by a service')").join();

        assertThat(notes.count().block()).isEqualTo(before + 1);
    }
}
