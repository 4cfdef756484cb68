package io.asyncsqlite.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.examples.SpringExamples.BookmarkService;
import io.asyncsqlite.examples.SpringExamples.Bookmarks;
import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.r2dbc.repository.config.EnableR2dbcRepositories;
import reactor.core.publisher.Mono;

/** What the documentation shows works. */
@Timeout(60)
class ExamplesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableR2dbcRepositories(considerNestedRepositories = true, basePackageClasses = SpringExamples.class)
    @Import(BookmarkService.class)
    static class BookmarkApplication {}

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(directory.resolve("examples.db"));
        db.executeScript("""
                CREATE TABLE note(id INTEGER PRIMARY KEY, title TEXT NOT NULL, stars INTEGER);
                INSERT INTO note(title, stars) VALUES ('good', 4), ('bad', 1);
                CREATE TABLE account(name TEXT PRIMARY KEY, balance INTEGER NOT NULL);
                INSERT INTO account VALUES ('Ann', 10), ('Ben', 10);
                CREATE TABLE bookmark(id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, visits INTEGER NOT NULL);
                """).join();
    }

    @AfterEach
    void close() {
        db.close();
    }

    private String url() {
        return "r2dbc:sqlite:///" + directory.resolve("examples.db");
    }

    @Test
    void theFirstStepsFindTheNote() {
        db.close();

        assertThat(R2dbcExamples.firstSteps(url()).collectList().block(PATIENCE))
                .containsExactly("good");
    }

    @Test
    void optionsAreHeard() {
        db.close();
        SqliteConnectionFactory factory = (SqliteConnectionFactory)
                R2dbcExamples.options(directory.resolve("examples.db").toString());

        Connection connection = factory.create().block(PATIENCE);

        assertThat(connection.getMetadata().getDatabaseProductName()).isEqualTo("SQLite");
        Mono.from(connection.close()).then(factory.close()).block(PATIENCE);
    }

    @Test
    void aTransactionMovesMoney() {
        ConnectionFactory factory = R2dbcExamples.shared(db);
        Connection connection = Mono.from(factory.create()).block(PATIENCE);

        R2dbcExamples.transfer(connection).block(PATIENCE);

        assertThat(db.query("SELECT balance FROM account ORDER BY name")
                        .mapTo(Long.class)
                        .list()
                        .join())
                .containsExactly(7L, 13L);
        Mono.from(connection.close()).block(PATIENCE);
    }

    @Test
    void jooqInsertsAndSelects() {
        assertThat(JooqExamples.titles(R2dbcExamples.shared(db)).collectList().block(PATIENCE))
                .containsExactly("good", "from jOOQ");
    }

    @Test
    void theRepositoryWorks() {
        db.close();
        try (var application = new SpringApplicationBuilder(BookmarkApplication.class)
                .web(WebApplicationType.NONE)
                .properties("spring.r2dbc.url=" + url(), "spring.main.banner-mode=off", "logging.level.root=WARN")
                .run()) {
            BookmarkService service = application.getBean(BookmarkService.class);
            long id = service.add("https://example.org/50%").block(PATIENCE).id();
            service.visit(id).block(PATIENCE);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> service.add("https://example.org/50%").block(PATIENCE));
            assertThat(application
                            .getBean(Bookmarks.class)
                            .findByUrlContainingOrderByVisitsDesc("50%", PageRequest.of(0, 10))
                            .single()
                            .block(PATIENCE)
                            .visits())
                    .isEqualTo(1);
        }
    }
}
