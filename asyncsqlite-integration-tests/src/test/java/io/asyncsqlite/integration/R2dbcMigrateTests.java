package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactories;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import name.nkonev.r2dbc.migrate.core.BunchOfResourcesEntry;
import name.nkonev.r2dbc.migrate.core.Dialect;
import name.nkonev.r2dbc.migrate.core.R2dbcMigrate;
import name.nkonev.r2dbc.migrate.core.R2dbcMigrateProperties;
import name.nkonev.r2dbc.migrate.reader.MigrateResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.r2dbc.core.DatabaseClient;

/** r2dbc-migrate with the SQL that it writes for H2. */
@Timeout(120)
class R2dbcMigrateTests {

    @TempDir
    Path directory;

    private SqliteConnectionFactory factory;

    /** A script in memory. */
    private record Script(String getFilename, String sql) implements MigrateResource {

        @Override
        public boolean isReadable() {
            return true;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void close() {
        factory.close().block(SpringSuite.PATIENCE);
    }

    private void migrate(List<MigrateResource> scripts) {
        R2dbcMigrateProperties properties = new R2dbcMigrateProperties();
        properties.setDialect(Dialect.H2);
        properties.setResources(List.of(BunchOfResourcesEntry.ofConventionallyNamedFiles("any")));
        R2dbcMigrate.migrate(factory, properties, path -> scripts, null, null).block(SpringSuite.PATIENCE);
    }

    @Test
    void eachScriptRunsOnce() {
        factory = (SqliteConnectionFactory) ConnectionFactories.get(Wiring.url(directory.resolve("migrated.db")));
        List<MigrateResource> scripts = new ArrayList<>(
                List.of(new Script("V1__note.sql", "CREATE TABLE note(id INTEGER PRIMARY KEY, title TEXT)")));

        migrate(scripts);
        scripts.add(new Script(
                "V2__first.sql", "INSERT INTO note(title) VALUES ('a'); INSERT INTO note(title) VALUES ('b')"));
        migrate(scripts);
        migrate(scripts);

        assertThat(DatabaseClient.create(factory)
                        .sql("SELECT title FROM note ORDER BY title")
                        .mapValue(String.class)
                        .all()
                        .collectList()
                        .block(SpringSuite.PATIENCE))
                .containsExactly("a", "b");
    }
}
