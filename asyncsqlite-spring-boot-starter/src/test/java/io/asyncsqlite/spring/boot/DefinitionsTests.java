package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqlCollation;
import io.asyncsqlite.SqlFunction;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Timeout(60)
class DefinitionsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class))
            .withPropertyValues("asyncsqlite.in-memory=true");

    @Test
    void beansAreFunctionsAndCollationsOfTheDatabase() {
        runner.withUserConfiguration(Definitions.class).run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);

            assertThat(first(database, "SELECT shout('hi')")).isEqualTo("HI!");
            assertThat(first(database, "SELECT max(column1 COLLATE backwards) FROM (VALUES ('a'), ('b'))"))
                    .isEqualTo("a");
        });
    }

    @Test
    void readyOnesAreNamedByAProperty() {
        runner.withPropertyValues("asyncsqlite.definitions=regexp, Casefold,unicode_nocase")
                .run(context -> {
                    AsyncSqlite database = context.getBean(AsyncSqlite.class);

                    assertThat(first(database, "SELECT casefold('\u00c4') || ('abc' REGEXP '^a.c$')"))
                            .isEqualTo("\u00e41");
                });
    }

    @Test
    void limitsAreProperties() {
        runner.withPropertyValues("asyncsqlite.limits.column=10", "asyncsqlite.limits.sql-length=10000")
                .run(context -> assertThatThrownBy(() -> context.getBean(AsyncSqlite.class)
                                .query("SELECT 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11")
                                .list()
                                .join())
                        .hasMessageContaining("too many columns"));
        runner.withPropertyValues("asyncsqlite.limits.column=-3")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("asyncsqlite.limits.column"));
    }

    @Test
    void attachedFilesAreProperties(@TempDir Path directory) {
        String file = directory.resolve("app.db").toString();
        String audit = "asyncsqlite.attach.audit=" + directory.resolve("audit.db");
        runner.withPropertyValues("asyncsqlite.in-memory=false", "asyncsqlite.path=" + file, audit)
                .run(context -> {
                    AsyncSqlite database = context.getBean(AsyncSqlite.class);
                    database.execute("CREATE TABLE audit.event(id)").join();

                    assertThat(first(database, "SELECT count(*) FROM audit.event"))
                            .isEqualTo(0L);
                });
        runner.withPropertyValues(
                        "asyncsqlite.in-memory=false", "asyncsqlite.path=" + file, "asyncsqlite.attach.main=a.db")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("asyncsqlite.attach.main"));
    }

    @Test
    void extensionThatIsNotThereFailsTheStart() {
        runner.withPropertyValues("asyncsqlite.extensions=missing.so")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("missing.so is not there"));
        runner.withPropertyValues("asyncsqlite.extensions=a.so#sha256=12")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("asyncsqlite.extensions"));
    }

    @Test
    void anUnknownNameFailsTheStart() {
        runner.withPropertyValues("asyncsqlite.definitions=soundslike")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("asyncsqlite.definitions")
                        .hasMessageContaining(
                                "the library defines [casefold, gen_random_uuid, regexp, unicode_nocase]"));
    }

    @Test
    void aBeanWithTheNameOfAReadyOneFailsTheStart() {
        runner.withPropertyValues("asyncsqlite.definitions=regexp")
                .withUserConfiguration(OwnRegexp.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("define was called twice for function 'regexp'"));
    }

    @Test
    void databasesOfTheStarterDefineLater() {
        runner.run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);
            SqlFunction function = SqlFunction.scalar("one", 0, arguments -> 1);
            database.define(function).join();
            assertThat(first(database, "SELECT one()")).isEqualTo(1L);
            database.blocking().undefine(function);
            database.blocking().define(function);
            database.undefine(function).join();
        });
    }

    private static Object first(AsyncSqlite database, String sql) {
        return database.query(sql).one().join().get(0);
    }

    @Configuration(proxyBeanMethods = false)
    static class Definitions {

        @Bean
        SqlFunction shout() {
            return SqlFunction.scalar("shout", String.class, text -> text.toUpperCase(java.util.Locale.ROOT) + "!");
        }

        @Bean
        SqlCollation backwards() {
            return new SqlCollation("backwards", Comparator.reverseOrder());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRegexp {

        @Bean
        SqlFunction regexp() {
            return SqlFunction.regexp();
        }
    }
}
