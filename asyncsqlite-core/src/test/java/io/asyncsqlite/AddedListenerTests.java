package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that come and go while the database is open. An operation is reported before its future completes. */
@Timeout(60)
class AddedListenerTests {

    private final AsyncSqlite db = AsyncSqlite.inMemory();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final SqliteListener listener = new SqliteListener() {
        @Override
        public void operationFinished(FinishedOperation operation) {
            heard.add(operation.sql());
        }
    };

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void addedListenerHearsWhatEndsUntilItIsRemoved() throws Exception {
        await(db.execute("SELECT 1"));
        db.addListener(listener);
        await(db.execute("SELECT 2"));
        await(db.withTimeout(db.timeout()).execute("SELECT 3"));
        db.removeListener(listener);
        await(db.execute("SELECT 4"));

        assertThat(heard).containsExactly("SELECT 2", "SELECT 3");
    }

    @Test
    void listenerThatIsAddedTwiceHearsTwice() throws Exception {
        db.addListener(listener);
        db.addListener(listener);
        await(db.execute("SELECT 1"));
        db.removeListener(listener);
        await(db.execute("SELECT 2"));

        assertThat(heard).containsExactly("SELECT 1", "SELECT 1", "SELECT 2");
        assertThatThrownBy(() -> db.addListener(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void listenersOfTheOptionsCanBeRemoved() throws Exception {
        try (AsyncSqlite other =
                AsyncSqlite.open(SqliteOptions.memory().listener(listener).build())) {
            await(other.execute("SELECT 1"));
            other.removeListener(listener);
            await(other.execute("SELECT 2"));
        }

        assertThat(heard).containsExactly("SELECT 1");
    }
}
