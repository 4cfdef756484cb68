package io.asyncsqlite.spring.boot.test.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.spring.boot.test.AsyncSqliteTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.r2dbc.test.autoconfigure.AutoConfigureDataR2dbc;

/** Repositories on a fresh file for each method. */
@Timeout(60)
@AsyncSqliteTest(
        properties = {
            "asyncsqlite.r2dbc.enabled=true",
            "asyncsqlite.init.schema-locations=classpath:schema.sql",
            "spring.flyway.enabled=false"
        })
@AutoConfigureDataR2dbc
class FreshSliceTests {

    @Autowired
    private NoteRepository notes;

    @RepeatedTest(3)
    void eachMethodFindsTheContentOfTheScripts() {
        assertThat(notes.save(new Note(null, "by this test")).block()).isNotNull();

        assertThat(notes.findAll().map(Note::body).collectList().block()).containsExactly("original", "by this test");
    }
}
