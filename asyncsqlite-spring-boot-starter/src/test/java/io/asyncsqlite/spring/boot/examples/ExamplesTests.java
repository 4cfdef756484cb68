package io.asyncsqlite.spring.boot.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.asyncsqlite.spring.boot.AsyncSqliteTransactionAutoConfiguration;
import io.asyncsqlite.spring.boot.dao.SqliteExceptionTranslator;
import io.asyncsqlite.spring.boot.examples.Configurations.Report;
import io.asyncsqlite.spring.boot.transaction.ReactiveSqliteTransactionManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

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
    void transactionalServices() {
        ApplicationContextRunner transactions = runner.withConfiguration(AutoConfigurations.of(
                        AsyncSqliteTransactionAutoConfiguration.class, TransactionAutoConfiguration.class))
                .withPropertyValues("asyncsqlite.in-memory=true");
        transactions.withBean(AccountService.class).run(context -> {
            AsyncSqlite database = withAccounts(context.getBean(AsyncSqlite.class));
            AccountService service = context.getBean(AccountService.class);

            service.transfer(1, 2, 3);
            assertThatThrownBy(() -> service.transfer(1, 2, 100)).hasMessage("too little");

            assertThat(balances(database)).containsExactly(7L, 13L);
        });
        transactions
                .withBean(ReactiveAccountService.class)
                .withUserConfiguration(ManagerConfiguration.class)
                .withBean(ReactiveSqliteTransactionManager.class)
                .run(context -> {
                    AsyncSqlite database = withAccounts(context.getBean(AsyncSqlite.class));

                    context.getBean(ReactiveAccountService.class)
                            .transfer(1, 2, 3)
                            .block();

                    assertThat(balances(database)).containsExactly(7L, 13L);
                });
    }

    private static AsyncSqlite withAccounts(AsyncSqlite database) {
        database.executeScript("CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL);"
                        + "INSERT INTO account VALUES (1, 10), (2, 10)")
                .join();
        return database;
    }

    private static List<Long> balances(AsyncSqlite database) {
        return database.query("SELECT balance FROM account ORDER BY id")
                .mapTo(Long.class)
                .list()
                .join();
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
