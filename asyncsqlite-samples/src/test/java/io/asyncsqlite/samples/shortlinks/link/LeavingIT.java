package io.asyncsqlite.samples.shortlinks.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.samples.shortlinks.examples.CopyToPostgres;
import io.asyncsqlite.samples.shortlinks.postgres.PostgresServer;
import io.asyncsqlite.schema.Table;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.r2dbc.config.AbstractR2dbcConfiguration;
import org.springframework.data.r2dbc.repository.config.EnableR2dbcRepositories;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The sample moves to a real PostgreSQL: its rows by COPY, and then its repositories and transactions run there unchanged. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeavingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CLICKS = 50_000;
    private static final Instant FIRST = Instant.parse("2026-02-28T23:59:59.999999Z");

    private PostgresServer server;
    private ConnectionFactory postgres;

    @BeforeAll
    void startServer() throws Exception {
        Optional<Path> programs = PostgresServer.find();
        assumeTrue(programs.isPresent(), PostgresServer.MISSING);
        server = PostgresServer.start(programs.orElseThrow());
        postgres = new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host("127.0.0.1")
                .port(server.port())
                .username(PostgresServer.USER)
                .database("postgres")
                .build());
    }

    @AfterAll
    void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void rowsAndRepositoriesMove(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("shortlinks.db");
        fill(file);
        PostgresqlConnection connection = (PostgresqlConnection) Mono.from(postgres.create())
                .retryWhen(Retry.fixedDelay(200, Duration.ofMillis(100)))
                .block(PATIENCE);
        try (AsyncSqlite db =
                AsyncSqlite.open(SqliteOptions.file(file).readOnly(true).build())) {
            move(db, connection);
            compare(db, connection);
        } finally {
            connection.close().block(PATIENCE);
        }
        useRepositories();
    }

    private static void fill(Path file) throws IOException {
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            for (String script : List.of("001-links", "002-counts", "003-search", "004-targets")) {
                db.executeScript(script("db/" + script + ".sql")).join();
            }
            String link = "INSERT INTO link (code, url, title, created_at) VALUES (?, ?, ?, ?)";
            db.execute(link, "plain", "https://a.example", "", FIRST).join();
            db.execute(link, "odd", "https://b.example/?q=\"a,b\"", "Zeile 1\nZeile 2, 'é' 日本 \\N \\.", FIRST)
                    .join();
            db.execute("""
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                    INSERT INTO click (link_id, at, referrer, agent)
                    SELECT 1 + i % 2, datetime('2026-03-01', i || ' seconds'), iif(i % 3, NULL, ''), 'agent ' || i FROM n\
                    """, CLICKS).join();
            db.execute("INSERT INTO target (link_id, url, until) VALUES (1, 'https://old.example', ?)", FIRST)
                    .join();
            db.executeScript("CREATE TABLE attachment(id INTEGER PRIMARY KEY, body BLOB, weight REAL, done INTEGER)")
                    .join();
            db.executeMany(
                            "INSERT INTO attachment(body, weight, done) VALUES (?, ?, ?)",
                            List.of(
                                    Arrays.asList(new byte[] {0, -1, 92, 120}, 0.1, true),
                                    Arrays.asList(new byte[0], 1e300, false),
                                    Arrays.asList(null, null, null)))
                    .join();
        }
    }

    private static String script(String path) throws IOException {
        return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
    }

    private static void move(AsyncSqlite db, PostgresqlConnection connection) throws IOException {
        run(connection, "SET TimeZone = 'UTC'");
        run(connection, script("postgres/tables.sql"));
        List<Table> tables = CopyToPostgres.tables(db).join();
        assertThat(tables).extracting(Table::name).containsExactly("attachment", "click", "link", "target");
        for (Table table : tables) {
            long rows = number(db, "SELECT count(*) FROM " + table.name());
            assertThat(CopyToPostgres.copy(db, table, connection).block(PATIENCE))
                    .as(table.name())
                    .isEqualTo(rows);
        }
        run(connection, script("postgres/after.sql"));
    }

    private static void run(PostgresqlConnection connection, String script) {
        connection
                .createStatement(script)
                .execute()
                .flatMap(result -> Flux.from(result.map((Readable row) -> "")).then())
                .then()
                .block(PATIENCE);
    }

    private static long number(AsyncSqlite db, String sql) {
        return db.query(sql).mapTo(Long.class).one().join();
    }

    private static void compare(AsyncSqlite db, PostgresqlConnection connection) {
        compare(db, connection, "SELECT * FROM link ORDER BY id", "created_at", "id", "code", "url", "clicks", "title");
        compare(db, connection, "SELECT * FROM click ORDER BY id", "at", "id", "link_id", "referrer", "agent");
        compare(db, connection, "SELECT * FROM target ORDER BY id", "until", "id", "link_id", "url");
        assertThat(rows(
                        connection,
                        "SELECT * FROM attachment ORDER BY id",
                        row -> Arrays.asList(
                                row.get("body", ByteBuffer.class),
                                row.get("weight", Double.class),
                                row.get("done", Boolean.class))))
                .isEqualTo(db.query("SELECT * FROM attachment ORDER BY id")
                        .map(row -> Arrays.asList(
                                row.getOptional("body", byte[].class)
                                        .map(ByteBuffer::wrap)
                                        .orElse(null),
                                row.get("weight", Double.class),
                                row.get("done", Boolean.class)))
                        .list()
                        .join());
    }

    /** Compares a time and other columns, which are texts and whole numbers. */
    private static void compare(
            AsyncSqlite db, PostgresqlConnection connection, String sql, String time, String... others) {
        List<List<Object>> here = db.query(sql)
                .map(row -> values(row.get(time, Instant.class), others, row::get))
                .list()
                .join();
        assertThat(here).isNotEmpty();
        assertThat(rows(connection, sql, row -> values(row.get(time, Instant.class), others, row::get)))
                .isEqualTo(here);
    }

    private static List<Object> values(Instant time, String[] others, Function<String, Object> value) {
        Object[] values = new Object[others.length + 1];
        values[0] = time;
        for (int i = 0; i < others.length; i++) {
            values[i + 1] = value.apply(others[i]);
        }
        return Arrays.asList(values);
    }

    private static List<List<Object>> rows(
            PostgresqlConnection connection, String sql, Function<Readable, List<Object>> row) {
        return connection
                .createStatement(sql)
                .execute()
                .flatMap(result -> result.map(row::apply))
                .collectList()
                .block(PATIENCE);
    }

    private void useRepositories() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean("postgres", ConnectionFactory.class, () -> postgres);
            context.register(OnPostgres.class);
            context.refresh();
            Targets targets = context.getBean(Targets.class);

            StoredLink changed = targets.change("plain", "https://new.example").block(PATIENCE);

            assertThat(changed).isEqualTo(new StoredLink(1, "plain", "https://new.example", ""));
            assertThat(targets.former("plain").block(PATIENCE))
                    .extracting(FormerTarget::url)
                    .containsExactly("https://a.example", "https://old.example");
            assertThat(context.getBean(StoredLinkRepository.class)
                            .findByCode("odd")
                            .block(PATIENCE))
                    .extracting(StoredLink::title)
                    .isEqualTo("Zeile 1\nZeile 2, 'é' 日本 \\N \\.");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableR2dbcRepositories
    @EnableTransactionManagement
    @Import(Targets.class)
    static class OnPostgres extends AbstractR2dbcConfiguration {

        private final ConnectionFactory postgres;

        OnPostgres(ConnectionFactory postgres) {
            this.postgres = postgres;
        }

        @Override
        public ConnectionFactory connectionFactory() {
            return postgres;
        }

        @Bean
        ReactiveTransactionManager transactionManager() {
            return new R2dbcTransactionManager(postgres);
        }
    }
}
