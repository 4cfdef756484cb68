package io.asyncsqlite.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.stereotype.Repository;

@Timeout(60)
@AsyncSqliteTest(
        properties = {
            "asyncsqlite.path=somewhere-else.db",
            "asyncsqlite.init.schema-locations=classpath:schema.sql",
            "spring.flyway.enabled=false"
        },
        includeFilters = @Filter(Repository.class))
class AsyncSqliteTestTests {

    @Autowired
    private Notes notes;

    @Autowired
    private AsyncSqlite database;

    @Autowired
    private ApplicationContext context;

    @Value("${asyncsqlite.test.directory}")
    private Path directory;

    @RepeatedTest(5)
    void everyMethodFindsTheContentOfTheScripts() {
        assertThat(notes.all()).containsExactly("original");

        notes.add("by this test");

        assertThat(notes.all()).containsExactly("original", "by this test");
    }

    @Test
    void theFileIsInADirectoryOfTheTests() {
        assertThat(directory.resolve("asyncSqlite.db")).exists();
        assertThat(Path.of("somewhere-else.db")).doesNotExist();
    }

    @Test
    void onlyIncludedAutoConfigurationIsStarted() {
        assertThat(context.getBeansOfType(Unneeded.class)).isEmpty();
        assertThat(context.getBeansOfType(AsyncSqlite.class)).hasSize(1);
    }

    @Test
    void aFreshDatabaseTakesMilliseconds() {
        TestDatabases databases = context.getBean(TestDatabases.class);
        // A busy machine makes most of them wait, but not all.
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            notes.add("by this test");
            long since = System.nanoTime();
            databases.refresh(context);
            quickest = Math.min(quickest, System.nanoTime() - since);
        }

        assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofMillis(100));
        assertThat(notes.all()).containsExactly("original");
    }
}
