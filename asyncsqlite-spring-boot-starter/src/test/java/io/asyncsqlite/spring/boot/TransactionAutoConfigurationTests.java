package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.spring.boot.transaction.ReactiveSqlite;
import io.asyncsqlite.spring.boot.transaction.ReactiveSqliteTransactionManager;
import io.asyncsqlite.spring.boot.transaction.SqliteTransactionManager;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Mono;

/** The transaction managers of an application, and {@code @Transactional}. */
@Timeout(60)
class TransactionAutoConfigurationTests {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            AsyncSqliteAutoConfiguration.class,
            AsyncSqliteTransactionAutoConfiguration.class,
            TransactionAutoConfiguration.class,
            TransactionManagerCustomizationAutoConfiguration.class);

    private String[] properties;
    private ApplicationContextRunner runner;

    @BeforeEach
    void configure(@TempDir Path directory) {
        properties = new String[] {
            "asyncsqlite.path=" + directory.resolve("notes.db"),
            "asyncsqlite.init.schema-locations=classpath:init/schema.sql"
        };
        runner = new ApplicationContextRunner().withConfiguration(ALL).withPropertyValues(properties);
    }

    private static List<String> bodies(AsyncSqlite database) {
        return database.query("SELECT body FROM note ORDER BY id")
                .mapTo(String.class)
                .list()
                .join();
    }

    @Test
    void transactionalMethodIsUndoneAsAWhole() {
        runner.withBean(Notebook.class).run(context -> {
            Notebook notebook = context.getBean(Notebook.class);

            assertThatThrownBy(() -> notebook.add(true, "a", "b")).hasMessage("changed my mind");
            notebook.add(false, "c", "d");
            assertThatThrownBy(() -> notebook.addChecked("e")).isInstanceOf(Exception.class);
            assertThatThrownBy(() -> notebook.addRollingBack("f")).isInstanceOf(Exception.class);
            notebook.addNested("g", "undone");
            notebook.readOnly();

            assertThat(bodies(context.getBean(AsyncSqlite.class))).containsExactly("c", "d", "e", "g");
        });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsHaveTransactionsOfTheirOwn() {
        runner.withBean(Notebook.class).run(context -> {
            Notebook notebook = context.getBean(Notebook.class);
            try (AutoCloseable closing = virtualThreads()) {
                ExecutorService threads = (ExecutorService) closing;
                var all = IntStream.range(0, 50)
                        .mapToObj(i -> threads.submit(() -> notebook.add(false, "a" + i, "b" + i)))
                        .toList();
                for (var each : all) {
                    each.get();
                }
            }

            assertThat(bodies(context.getBean(AsyncSqlite.class))).hasSize(100);
        });
    }

    private static AutoCloseable virtualThreads() throws ReflectiveOperationException {
        return (AutoCloseable)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @Test
    void templatesAndOperatorsAreThereToo() {
        runner.run(context -> {
            assertThat(context)
                    .hasSingleBean(TransactionTemplate.class)
                    .hasSingleBean(TransactionalOperator.class)
                    .hasSingleBean(BlockingSqlite.class)
                    .hasSingleBean(ReactiveSqlite.class);
            assertThat(context.getBean(TransactionManager.class)).isInstanceOf(SqliteTransactionManager.class);
            assertThat(((ResourceTransactionManager) context.getBean(PlatformTransactionManager.class))
                            .getResourceFactory())
                    .isSameAs(context.getBean(AsyncSqlite.class));

            Mono<?> add = context.getBean(ReactiveSqlite.class)
                    .mono(db -> db.execute("INSERT INTO note(body) VALUES ('a')"))
                    .then(Mono.error(new IllegalStateException("changed my mind")));
            assertThatThrownBy(() -> context.getBean(TransactionalOperator.class)
                            .transactional(add)
                            .block())
                    .hasMessage("changed my mind");
            assertThat(bodies(context.getBean(AsyncSqlite.class))).isEmpty();
        });
    }

    @Test
    void reactiveManagerIsTheDefaultOfAReactiveApplication() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues(properties)
                .withBean(ReactiveNotebook.class)
                .run(context -> {
                    assertThat(context.getBean(TransactionManager.class))
                            .isInstanceOf(ReactiveSqliteTransactionManager.class);
                    assertThat(context).hasSingleBean(SqliteTransactionManager.class);
                    ReactiveNotebook notebook = context.getBean(ReactiveNotebook.class);

                    assertThatThrownBy(() -> notebook.add(true, "a").block()).hasMessage("changed my mind");
                    notebook.add(false, "b").block();

                    assertThat(bodies(context.getBean(AsyncSqlite.class))).containsExactly("b");
                });
    }

    @Test
    void managersOfSeveralDatabasesAreNamed() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues(
                        "asyncsqlite.databases.orders.in-memory=true", "asyncsqlite.databases.audit.in-memory=true")
                .withBean(Shop.class)
                .run(context -> {
                    assertThat(context)
                            .hasBean("ordersReactiveSqliteTransactionManager")
                            .hasBean("auditReactiveSqlite");
                    Shop shop = context.getBean(Shop.class);
                    for (String name : List.of("orders", "audit")) {
                        context.getBean(name, AsyncSqlite.class)
                                .executeScript("CREATE TABLE note(id INTEGER PRIMARY KEY, body)")
                                .join();
                    }

                    assertThatThrownBy(shop::order).hasMessage("changed my mind");

                    assertThat(bodies(context.getBean("orders", AsyncSqlite.class)))
                            .isEmpty();
                    assertThat(bodies(context.getBean("audit", AsyncSqlite.class)))
                            .containsExactly("tried");
                });
    }

    @Test
    void oneNamedDatabaseNeedsNoNames() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("asyncsqlite.databases.orders.in-memory=true")
                .run(context -> assertThat(context)
                        .hasSingleBean(SqliteTransactionManager.class)
                        .hasBean("sqliteTransactionManager")
                        .hasSingleBean(BlockingSqlite.class));
    }

    @Test
    void managersOfTheApplicationMakeOursBackOff() {
        try (AsyncSqlite other = AsyncSqlite.inMemory()) {
            runner.withBean("mine", PlatformTransactionManager.class, () -> new SqliteTransactionManager(other))
                    .run(context -> assertThat(context)
                            .hasSingleBean(TransactionManager.class)
                            .hasBean("mine")
                            .hasSingleBean(BlockingSqlite.class));
            runner.withBean(BlockingSqlite.class, other::blocking)
                    .run(context -> assertThat(context)
                            .hasSingleBean(BlockingSqlite.class)
                            .hasSingleBean(SqliteTransactionManager.class));
        }
        runner.withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=jdbc:sqlite::memory:",
                        "spring.datasource.type=" + SimpleDriverDataSource.class.getName())
                .run(context -> assertThat(context)
                        .hasSingleBean(TransactionManager.class)
                        .doesNotHaveBean(SqliteTransactionManager.class));
    }

    @Test
    void databaseOfTheApplicationGetsManagersToo() {
        runner.withPropertyValues("asyncsqlite.databases.a.path=ignored", "asyncsqlite.databases.b.path=ignored")
                .withBean("mine", AsyncSqlite.class, AsyncSqlite::inMemory)
                .run(context -> assertThat(
                                context.getBean(SqliteTransactionManager.class).getResourceFactory())
                        .isSameAs(context.getBean("mine")));
    }

    @Test
    void customizersOfSpringBootApply() {
        runner.withPropertyValues("spring.transaction.default-timeout=7s")
                .run(context -> assertThat(
                                context.getBean(SqliteTransactionManager.class).getDefaultTimeout())
                        .isEqualTo(7));
    }

    @Test
    void withoutSpringsTransactionsThereIsNothing() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.transaction"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AsyncSqlite.class));
    }

    static class Notebook {

        private static final String ADD = "INSERT INTO note(body) VALUES (?)";

        private final BlockingSqlite database;
        private final TransactionTemplate template;

        Notebook(BlockingSqlite database, TransactionTemplate template) {
            this.database = database;
            this.template = template;
        }

        @Transactional
        public void add(boolean fail, String... bodies) {
            for (String body : bodies) {
                database.execute(ADD, body);
            }
            if (fail) {
                throw new IllegalStateException("changed my mind");
            }
        }

        @Transactional
        public void addChecked(String body) throws Exception {
            database.execute(ADD, body);
            throw new Exception("commits all the same");
        }

        @Transactional(rollbackFor = Exception.class)
        public void addRollingBack(String body) throws Exception {
            database.execute(ADD, body);
            throw new Exception("rolls back");
        }

        @Transactional
        public void addNested(String kept, String undone) {
            database.execute(ADD, kept);
            TransactionTemplate nested = new TransactionTemplate(template.getTransactionManager());
            nested.setPropagationBehavior(Propagation.NESTED.value());
            nested.executeWithoutResult(status -> {
                database.execute(ADD, undone);
                status.setRollbackOnly();
            });
        }

        @Transactional(readOnly = true)
        public void readOnly() {
            assertThatThrownBy(() -> database.execute(ADD, "x")).hasMessageContaining("read-only");
        }
    }

    static class ReactiveNotebook {

        private final ReactiveSqlite database;

        ReactiveNotebook(ReactiveSqlite database) {
            this.database = database;
        }

        @Transactional
        public Mono<Void> add(boolean fail, String body) {
            return database.mono(db -> db.execute("INSERT INTO note(body) VALUES (?)", body))
                    .then(fail ? Mono.error(new IllegalStateException("changed my mind")) : Mono.empty());
        }
    }

    static class Shop {

        private final BlockingSqlite orders;
        private final BlockingSqlite audit;

        Shop(BlockingSqlite ordersBlockingSqlite, BlockingSqlite auditBlockingSqlite) {
            this.orders = ordersBlockingSqlite;
            this.audit = auditBlockingSqlite;
        }

        @Transactional("ordersSqliteTransactionManager")
        public void order() {
            orders.execute("INSERT INTO note(body) VALUES ('order')");
            audit.execute("INSERT INTO note(body) VALUES ('tried')");
            throw new IllegalStateException("changed my mind");
        }
    }
}
