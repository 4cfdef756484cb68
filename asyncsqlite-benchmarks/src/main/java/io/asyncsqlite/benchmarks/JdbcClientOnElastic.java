package io.asyncsqlite.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteErrorCode;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * The usual solution without an R2DBC driver: Spring's JdbcClient with HikariCP, its default of ten connections and sqlite-jdbc,
 * on Reactor's bounded elastic scheduler. An insert that fails with SQLITE_BUSY after ten seconds is tried again.
 */
final class JdbcClientOnElastic implements ReactiveClient {

    private static final int POOL_SIZE = 10;

    private final HikariDataSource pool;
    private final JdbcClient jdbc;

    JdbcClientOnElastic(Path file) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(Jdbc.url(file));
        config.setDataSourceProperties(Jdbc.properties());
        config.setMaximumPoolSize(POOL_SIZE);
        pool = new HikariDataSource(config);
        jdbc = JdbcClient.create(pool);
    }

    @Override
    public Mono<?> insert(int k, String body) {
        return Mono.fromCallable(
                        () -> jdbc.sql(InsertState.INSERT).param(k).param(body).update())
                .retryWhen(Retry.indefinitely().filter(JdbcClientOnElastic::busy))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static boolean busy(Throwable e) {
        return e instanceof DataAccessException
                && e.getCause() instanceof SQLException cause
                && cause.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    @Override
    public Mono<Item> item(long key) {
        return Mono.fromCallable(() -> jdbc.sql(Item.SELECT_ONE)
                        .param(key)
                        .query((result, row) -> item(result))
                        .single())
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Flux<Item> items() {
        return Flux.using(
                        () -> jdbc.sql(Item.SELECT).query((result, row) -> item(result)).stream(),
                        Flux::fromStream,
                        Stream::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Item item(ResultSet result) throws SQLException {
        return new Item(result.getLong(1), result.getString(2), result.getDouble(3), result.getString(4));
    }

    @Override
    public long count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    @Override
    public void close() {
        pool.close();
    }
}
