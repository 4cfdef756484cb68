package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.EngineChoice;
import io.r2dbc.spi.Connection;
import org.junit.jupiter.api.Test;

/** Shows that the tests run on the engine of the system property, so that they prove facts about that engine. */
class EngineTests extends OpenFactory {

    @Test
    void theTestsRunOnTheEngineTheyAreAbout() {
        Connection exclusive = Sql.await(factory("exclusive=true").create());
        AsyncConnection core = ((SqliteConnection) exclusive).unwrap(AsyncConnection.class);
        assertThat(core).isNotNull();

        // Only the foreign engine can ask SQLite for statistics.
        boolean foreign = core.statistics().join().isPresent();

        assertThat(foreign).isEqualTo(TestEngine.choice() == EngineChoice.FOREIGN);
        Sql.await(exclusive.close());
    }
}
