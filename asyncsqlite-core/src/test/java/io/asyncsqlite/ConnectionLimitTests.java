package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.Place;
import io.asyncsqlite.testing.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No more connections of users are open than the option allows. */
@Timeout(60)
class ConnectionLimitTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Place.class)
    void connectionAboveTheLimitFailsAtOnce(Place place) throws Exception {
        try (AsyncSqlite db = place.open(directory, builder -> builder.maxConnections(3))) {
            List<CompletableFuture<AsyncConnection>> connections = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                connections.add(db.connect());
            }

            assertThat(failureOf(db.connect()))
                    .isInstanceOfSatisfying(ConnectionLimitException.class, refused -> {
                        assertThat(refused.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
                        assertThat(refused.retryable()).isTrue();
                    })
                    .hasMessage("All connections of 'app.db' are in use (maxConnections=3): no further one was opened,"
                            + " close others first or raise the option");

            for (int i = 0; i < 50; i++) {
                await(await(connections.remove(0)).closeAsync());
                connections.add(db.connect());
            }
            for (CompletableFuture<AsyncConnection> connection : connections) {
                await(connection).close();
            }
        }
        assertThat(Threads.of("app.db")).isEmpty();
    }
}
