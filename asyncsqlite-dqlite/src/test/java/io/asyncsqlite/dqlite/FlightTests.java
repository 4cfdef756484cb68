package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.dqlite.FakeServer.Fault;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineRun;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.Strays;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a connection does with statements that were announced, in the cases that the writer avoids. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlightTests {

    private FakeServer server;
    private DqliteConnection connection;
    private EngineStatement insert;
    private final List<EngineRun> runs = new ArrayList<>();

    @BeforeEach
    void announce() throws Exception {
        server = new FakeServer();
        Exchange exchange = new Exchange(new LeaderSearch(server.location()).connect(), server.location(), () -> true);
        connection = DqliteConnection.open(exchange, "app", attempts -> false);
        insert = connection.prepare("INSERT INTO t(id) VALUES (?)");
        for (long value = 1; value <= 5; value++) {
            runs.add(new EngineRun(insert, new Object[] {value}));
        }
        connection.begin(BeginMode.IMMEDIATE);
    }

    @AfterEach
    void close() {
        connection.close();
        server.close();
    }

    private void execute(int count) throws EngineException {
        for (EngineRun run : runs.subList(0, count)) {
            insert.execute(run.values());
        }
    }

    @Test
    void commitIsRefusedWhileStatementsThatWereSentAreNotExecuted() throws Exception {
        connection.announce(runs);
        execute(4);

        assertThatThrownBy(connection::commit).isInstanceOf(EngineException.class);
        assertThat(connection.announced()).isEqualTo(1);
        assertThat(connection.forgetAnnounced()).isEqualTo(Strays.NONE);
        connection.rollback();
        assertThat(server.committed()).isEmpty();
    }

    @Test
    void anotherRequestLeavesTheAnswersInTheirOrder() throws Exception {
        connection.announce(runs);
        execute(1);

        connection.totalChanges();

        for (EngineRun run : runs.subList(1, 5)) {
            insert.execute(run.values());
            assertThat(connection.lastInsertRowid()).isEqualTo(run.values()[0]);
            assertThat(connection.changes()).isEqualTo(1);
        }
        connection.commit();
        assertThat(server.committed()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aFailedStatementHasChangedNothingThoughOthersHaveRun() throws Exception {
        server.faults.put(1L, Fault.CONSTRAINT);
        connection.announce(runs);

        assertThatThrownBy(() -> execute(1)).isInstanceOf(EngineException.class);

        assertThat(connection.changes()).isZero();
        assertThat(connection.inTransaction()).isTrue();
    }

    @Test
    void statementsBehindTheEndOfTheTransactionAreStrays() throws Exception {
        server.faults.put(3L, Fault.FULL);
        connection.announce(runs);
        execute(1);

        // The second was rolled back, the third has failed.
        assertThat(connection.forgetAnnounced()).isEqualTo(new Strays(2, 4));
        assertThat(connection.inTransaction()).isFalse();
        assertThat(server.committed()).containsExactly(4L, 5L);
    }
}
