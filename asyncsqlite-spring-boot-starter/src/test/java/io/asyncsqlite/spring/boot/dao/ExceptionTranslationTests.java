package io.asyncsqlite.spring.boot.dao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BusyException;
import io.asyncsqlite.ClusterUnavailableException;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Timeout(60)
class ExceptionTranslationTests {

    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    private final SqliteExceptionTranslator translator = new SqliteExceptionTranslator();

    @TempDir
    private Path directory;

    private AsyncSqlite database;

    @BeforeEach
    void open() {
        database = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                .queueCapacity(1)
                .transactionTimeout(Duration.ofMillis(50))
                .build());
        database.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
                .join();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void violatedConstraints() {
        database.execute("INSERT INTO note VALUES (1, 'first')").join();

        assertThat(translated(database.execute("INSERT INTO note VALUES (1, 'again')")))
                .isInstanceOf(DuplicateKeyException.class)
                .hasRootCauseInstanceOf(ConstraintException.class)
                .hasCauseInstanceOf(ConstraintException.class)
                .hasMessageContaining("SQLITE_CONSTRAINT_PRIMARYKEY");
        assertThat(translated(database.execute("INSERT INTO note VALUES (2, NULL)")))
                .isInstanceOf(DataIntegrityViolationException.class)
                .isNotInstanceOf(DuplicateKeyException.class);
        assertThat(translated(database.execute("INSERT INTO note VALUES ('no number', 'x')")))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void wrongSqlAndWrongUse() {
        assertThat(translated(database.query("SELECT x FROM note").list()))
                .isInstanceOf(InvalidDataAccessResourceUsageException.class);
        assertThat(translated(database.execute("INSERT INTO note VALUES (?, ?)", 1)))
                .isInstanceOf(InvalidDataAccessApiUsageException.class);
        assertThat(translated(database.execute("COMMIT"))).isInstanceOf(InvalidDataAccessApiUsageException.class);
        assertThat(translated(database.query("SELECT 'x'").mapTo(Long.class).one()))
                .isInstanceOf(DataRetrievalFailureException.class);
    }

    @Test
    void timesAndQueues() throws InterruptedException {
        assertThat(translated(database.withTimeout(Duration.ofMillis(20))
                        .query(ENDLESS)
                        .list()))
                .isInstanceOf(QueryTimeoutException.class);
        assertThat(translated(database.inTransaction(tx -> new CompletableFuture<>())))
                .isInstanceOf(TransientDataAccessResourceException.class);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<Void> held = database.write(connection -> {
            entered.countDown();
            released.await();
            return null;
        });
        entered.await();
        database.execute("DELETE FROM note");
        assertThat(translated(database.execute("DELETE FROM note")))
                .isInstanceOf(TransientDataAccessResourceException.class);
        released.countDown();
        held.join();
    }

    @Test
    void aClusterWithoutALeader() {
        ClusterUnavailableException failure = new ClusterUnavailableException("no leader", "DELETE FROM note", null);

        assertThat(translator.translate(failure))
                .isInstanceOf(TransientDataAccessResourceException.class)
                .hasMessage("no leader")
                .hasCause(failure);
    }

    @Test
    void aLockOfAnotherProgram() {
        BusyException failure = new BusyException("locked", new ResultCode(ResultCode.BUSY), "DELETE FROM note", null);

        assertThat(translator.translate(failure))
                .isInstanceOf(CannotAcquireLockException.class)
                .hasMessage("locked")
                .hasCause(failure);
    }

    @ParameterizedTest
    @EnumSource
    void openingThatMaySucceedLaterIsTransient(DatabaseOpenException.Reason reason) {
        DatabaseOpenException failure = new DatabaseOpenException("not opened", reason, null);

        assertThat(translator.translate(failure))
                .isInstanceOf(
                        failure.retryable()
                                ? TransientDataAccessResourceException.class
                                : DataAccessResourceFailureException.class)
                .hasCause(failure);
    }

    @Test
    void aDatabaseThatIsGone() {
        Throwable unopened = catchThrowable(() -> AsyncSqlite.open(directory));
        database.close();

        assertThat(translator.translate(unopened)).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(translated(database.execute("DELETE FROM note")))
                .isInstanceOf(DataAccessResourceFailureException.class);
    }

    @Test
    void exceptionsOfOtherLibrariesStayAsTheyAre() {
        IllegalStateException other = new IllegalStateException();

        assertThat(translator.translate(other)).isSameAs(other);
        assertThat(translator.translateExceptionIfPossible(other)).isNull();
        assertThat(translator.translated(CompletableFuture.completedFuture(7)).join())
                .isEqualTo(7);
    }

    @Test
    void cancellingTheTranslatedFutureCancelsTheOperation() {
        CompletableFuture<?> query = database.query(ENDLESS).list();

        translator.translated(query).cancel(true);

        assertThat(query).isCancelled();
    }

    @Test
    void reactiveCodeTranslatesToo() {
        assertThatThrownBy(() -> Mono.fromFuture(
                                () -> database.query("SELECT x FROM note").list())
                        .onErrorMap(translator::translate)
                        .block())
                .isInstanceOf(InvalidDataAccessResourceUsageException.class);
    }

    @Test
    void exceptionOfARepositoryIsTranslated() {
        runner().withBean(Notes.class)
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(Notes.class).read())
                        .isInstanceOf(InvalidDataAccessResourceUsageException.class));
    }

    @Test
    void backsOffAndIsAbsentWithoutSpringTx() {
        runner().withBean("mine", SqliteExceptionTranslator.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(SqliteExceptionTranslator.class)
                        .hasBean("mine"));
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.springframework.dao"))
                .withConfiguration(AutoConfigurations.of(AsyncSqliteExceptionTranslationAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteExceptionTranslationAutoConfiguration.class,
                        PersistenceExceptionTranslationAutoConfiguration.class))
                .withPropertyValues("asyncsqlite.in-memory=true");
    }

    private DataAccessException translated(CompletableFuture<?> future) {
        return (DataAccessException) translator
                .translated(future)
                .handle((result, failure) -> failure)
                .join();
    }

    @Repository
    static class Notes {

        private final AsyncSqlite database;

        Notes(AsyncSqlite database) {
            this.database = database;
        }

        public Object read() {
            return database.query("SELECT x FROM note").list().join();
        }
    }
}
