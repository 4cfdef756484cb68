package io.asyncsqlite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.client.Durability;
import io.asyncsqlite.benchmarks.client.PythonClient;
import io.asyncsqlite.benchmarks.client.Tables;
import io.asyncsqlite.benchmarks.client.Target;
import io.asyncsqlite.benchmarks.plan.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PythonLoadTests {

    private static final int TASKS = 8;
    private static final int SOME = 200;

    private final Counted counted = new Counted();

    @TempDir
    private Path directory;

    private Path file;

    enum Rival {
        AIOSQLITE("aiosqlite"),
        SQLALCHEMY("sqlalchemy");

        private final String module;

        Rival(String module) {
            this.module = module;
        }

        PythonClient open(Target target) throws IOException {
            String obstacle = PythonClient.obstacle(module);
            assumeTrue(obstacle == null, obstacle);
            return this == AIOSQLITE ? PythonClient.aiosqlite(target) : PythonClient.sqlAlchemy(target);
        }
    }

    static Stream<Arguments> rivalsAndWorks() {
        return Stream.of(Rival.values())
                .flatMap(rival ->
                        Stream.of(Work.INSERT, Work.READ, Work.TRANSACTION).map(work -> Arguments.of(rival, work)));
    }

    @BeforeEach
    void createTables() throws SQLException {
        file = directory.resolve("python.db");
        Tables.create(file, Operations.ITEMS);
    }

    @ParameterizedTest
    @MethodSource("rivalsAndWorks")
    void theFileHoldsExactlyTheAcknowledgedRows(Rival rival, Work work) throws Exception {
        try (PythonClient client = rival.open(target(Durability.FULL, true))) {
            Load load = new PythonLoad(client, work, TASKS, counted);
            load.start();
            awaitOperations();
            load.stop();
        }

        assertThat(counted.writes()).isEqualTo(work == Work.READ ? 0 : counted.operations());
        assertThat(Tables.ask(file, "SELECT count(*) FROM t")).isEqualTo(counted.writes());
        assertThat(Tables.ask(file, "SELECT sum(balance) FROM account"))
                .isEqualTo(work == Work.TRANSACTION ? counted.writes() : 0);
    }

    @ParameterizedTest
    @MethodSource("rivalsAndWorks")
    void aFailedOperationFailsTheLoad(Rival rival, Work work) throws Exception {
        execute("DROP TABLE t", "DROP TABLE item");
        try (PythonClient client = rival.open(target(Durability.FULL, true))) {
            Load load = new PythonLoad(client, work, TASKS, counted);
            load.start();

            assertThatIllegalStateException()
                    .isThrownBy(() -> {
                        awaitOperations();
                        load.stop();
                    })
                    .withMessageContaining("no such table");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadOfAnotherValueFailsTheLoad(Rival rival) throws Exception {
        execute("UPDATE item SET note = 'another' WHERE id = 1 + 7919");
        try (PythonClient client = rival.open(target(Durability.FULL, true))) {
            Load load = new PythonLoad(client, Work.READ, TASKS, counted);
            load.start();

            assertThatIllegalStateException()
                    .isThrownBy(() -> {
                        awaitOperations();
                        load.stop();
                    })
                    .withMessageContaining("read number 1 got");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tunedConnectionsHaveAllSettings(Rival rival) throws Exception {
        try (PythonClient client = rival.open(target(Durability.NORMAL, true))) {
            assertThat(client.pragma("journal_mode")).isEqualTo("wal");
            assertThat(client.pragma("synchronous")).isEqualTo(Durability.NORMAL.pragma());
            assertThat(client.pragma("busy_timeout")).isEqualTo("10000");
            assertThat(client.pragma("foreign_keys")).isEqualTo("1");
            assertThat(client.pragma("cache_size")).isEqualTo("-16384");
            assertThat(client.pragma("journal_size_limit")).isEqualTo(String.valueOf(64 << 20));
        }
    }

    @ParameterizedTest
    @EnumSource
    void untunedConnectionsHaveTheSettingsOfGuides(Rival rival) throws Exception {
        try (PythonClient client = rival.open(target(Durability.FULL, false))) {
            assertThat(client.pragma("journal_mode")).isEqualTo("wal");
            assertThat(client.pragma("synchronous")).isEqualTo(Durability.FULL.pragma());
            assertThat(client.pragma("busy_timeout")).isEqualTo("10000");
            assertThat(client.pragma("foreign_keys")).isEqualTo("1");
            assertThat(client.pragma("cache_size")).isEqualTo("-2000");
        }
    }

    private Target target(Durability durability, boolean tuned) {
        return new Target(file, EngineChoice.AUTO, durability, tuned, true, Operations.ITEMS);
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void awaitOperations() {
        while (counted.operationsUnlessFailed() < SOME) {
            Thread.onSpinWait();
        }
    }
}
