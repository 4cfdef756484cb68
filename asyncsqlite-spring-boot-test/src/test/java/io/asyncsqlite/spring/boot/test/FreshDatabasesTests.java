package io.asyncsqlite.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;

/** A whole application with two databases, one of which Flyway makes. */
@Timeout(60)
@FreshDatabases
@SpringBootTest(
        classes = FreshDatabasesTests.Whole.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "spring.flyway.url=jdbc:sqlite:${asyncsqlite.test.directory}/orders.db",
            "asyncsqlite.databases.orders.readers=1",
            "asyncsqlite.databases.users.init.schema-locations=classpath:schema.sql"
        })
class FreshDatabasesTests {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = R2dbcAutoConfiguration.class)
    static class Whole {}

    @Autowired
    private AsyncSqlite orders;

    @Autowired
    private AsyncSqlite users;

    @RepeatedTest(3)
    void migrationsAndScriptsAreKeptAndNothingElse() {
        assertThat(bodies(orders)).containsExactly("by Flyway");
        assertThat(bodies(users)).containsExactly("original");

        for (AsyncSqlite database : List.of(orders, users)) {
            database.execute("INSERT INTO note(body) VALUES ('by this test')").join();
        }
    }

    private static List<String> bodies(AsyncSqlite database) {
        return database.query("SELECT body FROM note")
                .mapTo(String.class)
                .list()
                .join();
    }
}
