package io.asyncsqlite.benchmarks;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Durable single-row inserts per second, by asyncsqlite and by its usual alternatives. All write the same rows into the same
 * table with {@code journal_mode=WAL} and {@code synchronous=FULL}, and count an insert when its commit is known.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 1, time = 3)
// Two options of newer JDKs; the first flag makes older ones ignore unknown options.
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class InsertBenchmark {

    /** Asynchronous inserts, {@code inFlight} of them at any time. */
    @Benchmark
    public void asyncsqlite(AsyncSqliteInserts inserts) throws InterruptedException, ExecutionException {
        inserts.next();
    }

    /** Autocommitted inserts with sqlite-jdbc on one executor thread, {@code inFlight} of them queued or running. */
    @Benchmark
    public void executor(ExecutorInserts inserts) throws InterruptedException, ExecutionException {
        inserts.next();
    }

    /** Autocommitted inserts with sqlite-jdbc by 64 threads that share ten pooled connections. */
    @Benchmark
    public void hikari(HikariInserts inserts, HikariInserts.Retries retries) throws InterruptedException {
        inserts.next(retries);
    }

    /** The ceiling of Java: sqlite-jdbc on one thread, each invocation one transaction of many rows. */
    @Benchmark
    @OperationsPerInvocation(HandBatchedInserts.ROWS)
    public void handBatched(HandBatchedInserts inserts) throws SQLException {
        inserts.next();
    }

    /** The ceiling: the same in C. */
    @Benchmark
    @OperationsPerInvocation(HandBatchedInserts.ROWS)
    public void c(CInserts inserts) throws SQLException {
        inserts.next();
    }
}
