package io.asyncsqlite.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * However many operations are cancelled, fail, or are forgotten by their callers: nothing of them stays. {@code -Dleaks.operations=N} says
 * how many there are.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeakIT {

    private static final int OPERATIONS = Integer.getInteger("leaks.operations", 1_000_000);
    private static final int READERS = 2;
    // Less than one small object for each operation that is cancelled, fails or is forgotten.
    private static final long TOLERATED_BYTES = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void nothingStaysOfOperationsThatAreCancelledFailOrAreForgotten() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "only Linux shows the descriptors of a process");
        Footprint opened;
        try (AsyncSqlite db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("leaks.db"))
                .synchronous(Synchronous.NORMAL)
                .readers(READERS)
                .build())) {
            db.executeScript(Load.SCHEMA).join();
            Load load = new Load(db);
            load.run(OPERATIONS / 10);
            Footprint before = Footprint.measure(directory);

            load.run(OPERATIONS);

            opened = Footprint.measure(directory);
            System.out.printf("%,d operations: %s, before %s, %s%n", OPERATIONS, opened, before, load);
            assertThat(opened.files()).isEqualTo(before.files());
            assertThat(opened.descriptors()).isEqualTo(before.descriptors());
            assertThat(opened.threads()).isEqualTo(before.threads());
            assertThat(opened.heap()).isLessThan(before.heap() + TOLERATED_BYTES);
            load.checkShares();
        }
        Footprint closed = Footprint.measure(directory);
        assertThat(closed.files()).isZero();
        assertThat(closed.threads()).isZero();
        assertThat(closed.descriptors()).isEqualTo(opened.descriptors() - opened.files());
    }
}
