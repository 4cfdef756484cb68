package io.asyncsqlite.registry;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads use more databases than may be open: no write is lost, and none meets a closed database. */
@Timeout(120)
class RegistryLoadTests {

    private static final int CUSTOMERS = 12;
    private static final int THREADS = 8;
    private static final int CALLS = 60;

    @TempDir
    Path directory;

    private final AtomicIntegerArray written = new AtomicIntegerArray(CUSTOMERS);

    @Test
    void noWriteIsLostWhileDatabasesComeAndGo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (SqliteRegistry<Integer> registry = SqliteRegistry.<Integer>builder(
                        customer -> SqliteOptions.file(SqliteRegistry.file(directory, "customer-" + customer))
                                .build())
                .maxOpen(3)
                .initialization(db -> db.execute("CREATE TABLE IF NOT EXISTS note(body)"))
                .build()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(i);
                running.add(threads.submit(() -> use(registry, random)));
            }
            for (Future<?> thread : running) {
                thread.get(100, TimeUnit.SECONDS);
            }

            for (int customer = 0; customer < CUSTOMERS; customer++) {
                assertThat(count(registry, customer)).isEqualTo(written.get(customer));
            }
            assertThat(registry.stats())
                    .matches(stats -> stats.inUse() == 0 && stats.waitingCallers() == 0 && stats.open() <= 3, "at rest")
                    .matches(stats -> stats.totals().evictions() > CUSTOMERS);
        } finally {
            threads.shutdownNow();
        }
    }

    private void use(SqliteRegistry<Integer> registry, Random random) {
        for (int call = 0; call < CALLS; call++) {
            int customer = Math.min(random.nextInt(CUSTOMERS), random.nextInt(CUSTOMERS));
            try {
                if (random.nextInt(8) == 0) {
                    cancel(registry.lease(customer));
                } else if (random.nextBoolean()) {
                    await(registry.withDatabase(customer, db -> db.execute("INSERT INTO note VALUES (1)")));
                    written.incrementAndGet(customer);
                } else {
                    try (SqliteLease lease = await(registry.lease(customer))) {
                        await(lease.database().execute("INSERT INTO note VALUES (2)"));
                        written.incrementAndGet(customer);
                    }
                }
            } catch (Exception e) {
                throw new AssertionError("customer " + customer, e);
            }
        }
    }

    /** One that has been granted before is no longer to be cancelled. */
    private static void cancel(CompletableFuture<SqliteLease> lease) {
        if (!lease.cancel(false)) {
            lease.join().close();
        }
    }

    private static long count(SqliteRegistry<Integer> registry, int customer) throws Exception {
        CompletableFuture<Long> count = registry.withDatabase(
                customer,
                db -> db.query("SELECT count(*) FROM note").mapTo(Long.class).one());
        return await(count);
    }
}
