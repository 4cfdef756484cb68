package io.asyncsqlite.spring.boot.test.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.r2dbc.test.autoconfigure.DataR2dbcTest;

/** Without a URL a test of repositories has a database in memory. */
@Timeout(60)
@DataR2dbcTest
class EmbeddedSliceTests {

    @Autowired
    private NoteRepository notes;

    @Autowired
    private ConnectionFactory factory;

    @Test
    void schemaAndRepositoriesAreThere() {
        assertThat(notes.findAll().map(Note::body).collectList().block()).containsExactly("original");
    }

    @Test
    void theDatabaseIsInMemoryAndHasANameOfItsOwn() {
        assertThat(((Wrapped<?>) factory)
                        .unwrap(SqliteConnectionFactory.class)
                        .unwrap()
                        .name())
                .matches("test-[-0-9a-f]{36}");
        assertThat(Path.of("application.db")).doesNotExist();
    }
}
