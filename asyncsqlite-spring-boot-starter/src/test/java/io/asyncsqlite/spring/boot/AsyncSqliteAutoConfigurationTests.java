package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteListener.FinishedOperation;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementLog;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.codec.Codec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Timeout(60)
class AsyncSqliteAutoConfigurationTests {

    @TempDir
    private Path directory;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class));

    @Test
    void opensTheFileOfThePath() {
        Path file = directory.resolve("notes.db");
        runner.withPropertyValues("asyncsqlite.path=" + file).run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);

            assertThat(database.execute("CREATE TABLE note(body)").join().rowsUpdated())
                    .isZero();
            assertThat(context.getBean(SqliteOptions.class).file()).isEqualTo(file);
            assertThat(file).exists();
        });
    }

    @Test
    void opensADatabaseInMemoryWhenAsked() {
        runner.withPropertyValues("asyncsqlite.in-memory=true").run(context -> {
            assertThat(context).hasSingleBean(AsyncSqlite.class);
            assertThat(context.getBean(SqliteOptions.class).file()).isNull();
            assertThat(text(context.getBean(AsyncSqlite.class), "PRAGMA journal_mode"))
                    .isEqualTo("memory");
        });
    }

    @Test
    void propertiesReachSqlite() {
        runner.withPropertyValues(
                        "asyncsqlite.path=" + directory.resolve("notes.db"),
                        "asyncsqlite.name=notes",
                        "asyncsqlite.journal-mode=delete",
                        "asyncsqlite.synchronous=normal",
                        "asyncsqlite.foreign-keys=false",
                        "asyncsqlite.busy-timeout=1234ms")
                .run(context -> {
                    AsyncSqlite database = context.getBean(AsyncSqlite.class);

                    assertThat(text(database, "PRAGMA journal_mode")).isEqualTo("delete");
                    assertThat(number(database, "PRAGMA synchronous")).isEqualTo(1);
                    assertThat(number(database, "PRAGMA foreign_keys")).isZero();
                    assertThat(context.getBean(SqliteOptions.class).busyTimeout())
                            .isEqualTo(Duration.ofMillis(1234));
                    assertThat(database.write(
                                            connection -> Thread.currentThread().getName())
                                    .join())
                            .contains("notes");
                });
    }

    @Test
    void propertiesReachTheOptions() {
        runner.withPropertyValues(
                        "asyncsqlite.in-memory=true",
                        "asyncsqlite.readers=3",
                        "asyncsqlite.stream-connections=33",
                        "asyncsqlite.max-connections=44",
                        "asyncsqlite.queue-capacity=77",
                        "asyncsqlite.queue-size=2MB",
                        "asyncsqlite.queue-timeout=1s",
                        "asyncsqlite.operation-timeout=2s",
                        "asyncsqlite.transaction-timeout=3s",
                        "asyncsqlite.stream-timeout=4s",
                        "asyncsqlite.watch-interval=6s")
                .run(context -> {
                    SqliteOptions options = context.getBean(SqliteOptions.class);

                    assertThat(options.readers()).isEqualTo(3);
                    assertThat(options.streamConnections()).isEqualTo(33);
                    assertThat(options.maxConnections()).isEqualTo(44);
                    assertThat(options.queueCapacity()).isEqualTo(77);
                    assertThat(options.queueBytes()).isEqualTo(2 << 20);
                    assertThat(options.queueTimeout()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(options.operationTimeout()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(options.transactionTimeout()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(options.streamTimeout()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(options.watchInterval()).isEqualTo(Duration.ofSeconds(6));
                });
    }

    @Test
    void propertiesSayHowAFileIsOpened() throws Exception {
        Path file = directory.resolve("made.db");
        AsyncSqlite.open(SqliteOptions.file(file).pageSize(8192).build()).close();
        runner.withPropertyValues(
                        "asyncsqlite.path=" + file,
                        "asyncsqlite.must-exist=true",
                        "asyncsqlite.page-size=8192",
                        "asyncsqlite.journal-mode=keep",
                        "asyncsqlite.trusted-schema=true",
                        "asyncsqlite.strict-sql=false",
                        "asyncsqlite.log-statements=sql",
                        "asyncsqlite.reads-wait-for-flush=false",
                        "asyncsqlite.read-only=true",
                        "asyncsqlite.immutable=false")
                .run(context -> {
                    SqliteOptions options = context.getBean(SqliteOptions.class);
                    AsyncSqlite database = context.getBean(AsyncSqlite.class);

                    assertThat(options.readOnly()).isTrue();
                    assertThat(options.immutable()).isFalse();
                    assertThat(options.mustExist()).isTrue();
                    assertThat(options.pageSize()).isEqualTo(8192);
                    assertThat(options.journalMode()).isEqualTo(JournalMode.KEEP);
                    assertThat(options.strictSql()).isFalse();
                    assertThat(options.logStatements()).isEqualTo(StatementLog.SQL);
                    assertThat(options.readsWaitForFlush()).isFalse();
                    assertThat(number(database, "PRAGMA trusted_schema")).isEqualTo(1);
                    assertThat(number(database, "PRAGMA page_size")).isEqualTo(8192);
                    assertThat(text(database, "PRAGMA journal_mode")).isEqualTo("wal");
                });
    }

    @Test
    void pragmasReachEveryConnectionHoweverTheirKeysAreWritten() {
        runner.withPropertyValues(
                        "asyncsqlite.path=" + directory.resolve("notes.db"),
                        "asyncsqlite.pragmas.case-sensitive-like=on",
                        "asyncsqlite.pragmas.recursive_triggers=on",
                        "asyncsqlite.pragmas.CACHESIZE=-321")
                .run(context -> {
                    AsyncSqlite database = context.getBean(AsyncSqlite.class);

                    assertThat(number(database, "SELECT 'a' LIKE 'A'")).isZero();
                    assertThat(number(database, "PRAGMA recursive_triggers")).isEqualTo(1);
                    assertThat(number(database, "PRAGMA cache_size")).isEqualTo(-321);
                });
    }

    @Test
    void defaultOptionsAreThoseOfTheCore() {
        runner.withPropertyValues("asyncsqlite.in-memory=true").run(context -> {
            SqliteOptions options = context.getBean(SqliteOptions.class);

            assertThat(options)
                    .usingRecursiveComparison()
                    .isEqualTo(SqliteOptions.memory().build());
            assertThat(options.journalMode()).isEqualTo(JournalMode.WAL);
            assertThat(options.synchronous()).isEqualTo(Synchronous.FULL);
        });
    }

    @Test
    void backsOffWhenTheApplicationOpensADatabase() {
        runner.withUserConfiguration(OwnDatabase.class).run(context -> {
            assertThat(context).hasSingleBean(AsyncSqlite.class).hasBean("orders");
            assertThat(context).doesNotHaveBean(SqliteOptions.class).doesNotHaveBean(AsyncSqliteProperties.class);
        });
    }

    @Test
    void optionsOfTheApplicationReplaceProperties() {
        runner.withPropertyValues("asyncsqlite.path=" + directory.resolve("ignored.db"))
                .withUserConfiguration(OwnOptions.class)
                .run(context -> {
                    assertThat(number(context.getBean(AsyncSqlite.class), "PRAGMA foreign_keys"))
                            .isZero();
                    assertThat(directory).isEmptyDirectory();
                });
    }

    @Test
    void customizersRunInTheirOrderAfterProperties() {
        runner.withPropertyValues("asyncsqlite.in-memory=true", "asyncsqlite.readers=3", "asyncsqlite.queue-capacity=7")
                .withUserConfiguration(Customizers.class)
                .run(context -> {
                    SqliteOptions options = context.getBean(SqliteOptions.class);

                    assertThat(options.name()).isEqualTo("second");
                    assertThat(options.readers()).isEqualTo(5);
                    assertThat(options.queueCapacity()).isEqualTo(7);
                });
    }

    @Test
    void aCodecBeanBindsAndReads() {
        runner.withPropertyValues("asyncsqlite.in-memory=true")
                .withBean("codec", Codec.class, () -> new MoneyCodec(1))
                .run(context -> {
                    AsyncSqlite database = context.getBean(AsyncSqlite.class);
                    database.execute("CREATE TABLE price(amount)").join();
                    database.execute("INSERT INTO price VALUES (?)", new Money(250))
                            .join();

                    assertThat(number(database, "SELECT amount FROM price")).isEqualTo(250);
                    assertThat(database.query("SELECT amount FROM price")
                                    .mapTo(Money.class)
                                    .one()
                                    .join())
                            .isEqualTo(new Money(250));
                });
    }

    @Test
    void ofTwoCodecBeansForATypeTheFirstInOrderWins() {
        runner.withPropertyValues("asyncsqlite.in-memory=true")
                .withUserConfiguration(TwoCodecs.class)
                .run(context -> assertThat(context.getBean(AsyncSqlite.class)
                                .query("SELECT ?", new Money(1))
                                .mapTo(Long.class)
                                .one()
                                .join())
                        .isEqualTo(10));
    }

    @Test
    void aListenerBeanIsTold() {
        CompletableFuture<FinishedOperation> told = new CompletableFuture<>();
        SqliteListener listener = new SqliteListener() {
            @Override
            public void operationFinished(FinishedOperation operation) {
                told.complete(operation);
            }
        };
        runner.withPropertyValues("asyncsqlite.in-memory=true", "asyncsqlite.name=notes")
                .withBean(SqliteListener.class, () -> listener)
                .run(context -> {
                    context.getBean(AsyncSqlite.class).query("SELECT 1").one().join();

                    assertThat(told.join().database()).isEqualTo("notes");
                });
    }

    @Test
    void closingTheContextClosesTheDatabaseAndItsLog() {
        Path file = directory.resolve("notes.db");
        runner.withPropertyValues("asyncsqlite.path=" + file).run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);
            database.execute("CREATE TABLE note(body)").join();
            assertThat(Path.of(file + "-wal")).exists();

            context.close();

            assertThatThrownBy(() -> database.execute("SELECT 1").join())
                    .hasCauseInstanceOf(DatabaseClosedException.class);
            assertThatCode(database::close).doesNotThrowAnyException();
            assertThat(Path.of(file + "-wal")).doesNotExist();
        });
    }

    @Test
    void aDatabaseThatCannotBeOpenedFailsTheStart() throws Exception {
        Path file = Files.writeString(directory.resolve("text.db"), "no database, ".repeat(100));
        runner.withPropertyValues("asyncsqlite.path=" + file)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(DatabaseOpenException.class.getName()));
    }

    private static String text(AsyncSqlite database, String sql) {
        return database.query(sql).mapTo(String.class).one().join();
    }

    private static long number(AsyncSqlite database, String sql) {
        return database.query(sql).mapTo(Long.class).one().join();
    }

    private record Money(long cents) {}

    private record MoneyCodec(long factor) implements Codec<Money> {

        @Override
        public Class<Money> type() {
            return Money.class;
        }

        @Override
        public Object encode(Money value) {
            return value.cents() * factor;
        }

        @Override
        public Money decode(Object stored) {
            return new Money((Long) stored / factor);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDatabase {

        @Bean
        AsyncSqlite orders() {
            return AsyncSqlite.inMemory();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnOptions {

        @Bean
        SqliteOptions options() {
            return SqliteOptions.memory().foreignKeys(false).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        SqliteOptionsCustomizer second() {
            return builder -> builder.name("second").readers(5);
        }

        @Bean
        @Order(1)
        SqliteOptionsCustomizer first() {
            return builder -> builder.name("first").readers(4);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoCodecs {

        @Bean
        @Order(2)
        Codec<Money> second() {
            return new MoneyCodec(100);
        }

        @Bean
        @Order(1)
        Codec<Money> first() {
            return new MoneyCodec(10);
        }
    }
}
