package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A leader that executes endless statements of another program, and still says that it leads. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BusyLeaderTests {

    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    private static final int MANY = 32;

    @TempDir
    Path directory;

    private static @Nullable DatabaseOpenException opening(DemoCluster cluster) {
        return catchThrowableOfType(
                DatabaseOpenException.class,
                () -> AsyncSqlite.open(cluster.options()
                                .operationTimeout(Duration.ofSeconds(2))
                                .build())
                        .close());
    }

    @Test
    void openingEndsWithItsTime() throws Exception {
        try (DemoCluster cluster = DemoCluster.startNewer(directory)) {
            AsyncSqlite other = AsyncSqlite.open(cluster.options()
                    .readers(MANY)
                    .operationTimeout(Duration.ofHours(1))
                    .build());
            try {
                DatabaseOpenException[] failure = new DatabaseOpenException[1];

                // A server has some threads for statements. Opening succeeds while one of them is free.
                DemoCluster.await(Duration.ofSeconds(120), () -> {
                    other.query(ENDLESS).list();
                    failure[0] = opening(cluster);
                    return failure[0] != null;
                });

                assertThat(failure[0].reason()).isEqualTo(DatabaseOpenException.Reason.NO_LEADER);
                assertThat(failure[0].retryable()).isTrue();
            } finally {
                other.close(Duration.ZERO);
            }
        }
    }
}
