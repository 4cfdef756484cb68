package io.asyncsqlite.benchmarks.client;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * The usual solution without an R2DBC driver: Spring's JdbcClient with HikariCP, its default of ten connections and sqlite-jdbc, on
 * Reactor's bounded elastic scheduler. What fails because SQLite is busy is tried again.
 */
final class JdbcClientOnElastic implements Client {

    private static final int CONNECTIONS = 10;

    private final HikariDataSource pool;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    JdbcClientOnElastic(Target target) {
        pool = HikariClient.pool(target, CONNECTIONS);
        jdbc = JdbcClient.create(pool);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
        // Spring keeps the connection, and BEGIN IMMEDIATE is a statement: JdbcWork says why.
        transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
    }

    @Override
    public String pragma(String name) {
        return jdbc.sql("PRAGMA " + name).query(String.class).single();
    }

    @Override
    public CompletableFuture<?> insert(int k, String body) {
        return onElastic(() -> update(Tables.INSERT, k, body));
    }

    @Override
    public CompletableFuture<Item> item(long id) {
        return onElastic(() -> jdbc.sql(Item.SELECT_ONE)
                .param(id)
                .query((row, number) -> Item.read(row))
                .single());
    }

    @Override
    public CompletableFuture<?> transaction(int number) {
        return onElastic(() -> transactions.execute(status -> moveOrRollBack(number % Tables.ACCOUNTS)));
    }

    private int moveOrRollBack(int account) {
        update("BEGIN IMMEDIATE");
        try {
            move(account);
            return update("COMMIT");
        } catch (RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    private void move(int account) {
        long balance = jdbc.sql(Tables.BALANCE).param(account).query(Long.class).single();
        update(Tables.SET_BALANCE, balance + 1, account);
        update(Tables.INSERT, account, Tables.MOVED);
    }

    private void rollBack(RuntimeException reason) {
        try {
            update("ROLLBACK");
        } catch (DataAccessException e) {
            reason.addSuppressed(e);
        }
    }

    private int update(String sql, Object... values) {
        return jdbc.sql(sql).params(values).update();
    }

    @SuppressWarnings("NullAway") // No operation gives null.
    private static <T> CompletableFuture<T> onElastic(Callable<T> operation) {
        return Mono.fromCallable(operation)
                .retryWhen(Retry.indefinitely().filter(JdbcClientOnElastic::isBusy))
                .subscribeOn(Schedulers.boundedElastic())
                .toFuture();
    }

    private static boolean isBusy(Throwable e) {
        return e instanceof DataAccessException && e.getCause() instanceof SQLException cause && JdbcWork.isBusy(cause);
    }

    @Override
    public long scan() {
        return SumOfItems.of(items());
    }

    @Override
    public long stream() {
        return SumOfItems.ofWorking(items());
    }

    @Override
    public long firstRows(int rows) {
        return SumOfItems.of(items().take(rows));
    }

    private Flux<Item> items() {
        return Flux.using(
                        () -> jdbc.sql(Item.SELECT).query((row, number) -> Item.read(row)).stream(),
                        Flux::fromStream,
                        Stream::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public void close() {
        pool.close();
    }
}
