package io.asyncsqlite.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Rows per second of a Flux over a table of 100,000 {@link Item}s, whose values are all read and added up. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 1, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
@OperationsPerInvocation(ReactiveScanBenchmark.ROWS)
public class ReactiveScanBenchmark {

    /** Rows of the table. */
    static final int ROWS = 100_000;

    /** The core's own API. */
    @Benchmark
    public void asyncsqlite(ReactiveState.Core state) {
        run(state);
    }

    /** The R2DBC driver. */
    @Benchmark
    public void r2dbc(ReactiveState.R2dbc state) {
        run(state);
    }

    /** r2dbc-h2. */
    @Benchmark
    public void h2(ReactiveState.H2 state) {
        run(state);
    }

    /** JdbcClient, HikariCP and sqlite-jdbc on the bounded elastic scheduler. */
    @Benchmark
    public void jdbcClient(ReactiveState.JdbcOnElastic state) {
        run(state);
    }

    private static void run(ReactiveState state) {
        Long sum = state.client().items().map(Item::sum).reduce(0L, Long::sum).block();
        if (sum == null || sum != Item.sum(state.rows)) {
            throw new IllegalStateException("The sum of the rows is " + sum + ", not " + Item.sum(state.rows));
        }
    }
}
