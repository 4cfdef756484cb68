package io.asyncsqlite.spring.boot.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.asyncsqlite.spring.boot.dao.SqliteExceptionTranslator;
import io.asyncsqlite.spring.boot.examples.Configurations.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the documentation shows works. */
@Timeout(60)
class ExamplesTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class));

    @Test
    void aServiceAndATranslatedFuture() {
        runner.withBean(NoteService.class)
                .withPropertyValues(
                        "asyncsqlite.in-memory=true", "asyncsqlite.init.schema-locations=classpath:init/schema.sql")
                .run(context -> {
                    assertThat(context.getBean(NoteService.class).add("first").join())
                            .isEqualTo(1);
                    assertThat(Configurations.translated(
                                            new SqliteExceptionTranslator(), context.getBean(AsyncSqlite.class))
                                    .join()
                                    .lastInsertRowid())
                            .isEqualTo(2);
                });
    }

    @Test
    void severalDatabasesAndACustomizerForOne() {
        runner.withUserConfiguration(Configurations.class)
                .withPropertyValues(
                        "asyncsqlite.databases.orders.in-memory=true", "asyncsqlite.databases.audit.in-memory=true")
                .run(context -> assertThat(
                                context.getBean(Report.class).orders().name())
                        .isEqualTo("orders"));
    }
}
