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
import reactor.core.publisher.Flux;

/** {@link Item}s per second that are read one by one by their primary key from Reactor, {@value ReactiveClient#IN_FLIGHT} reads in flight. */
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
@OperationsPerInvocation(PointState.READS)
public class ReactivePointBenchmark {

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
        Flux.range(0, PointState.READS)
                .flatMap(read -> state.client().item(key(state, read)), ReactiveClient.IN_FLIGHT)
                .doOnNext(ReactivePointBenchmark::check)
                .then()
                .block();
    }

    private static long key(ReactiveState state, int read) {
        return 1 + (read * 7919L) % state.rows;
    }

    private static void check(Item item) {
        if (item.note().length() != 60) {
            throw new IllegalStateException("The row " + item.id() + " has another note");
        }
    }
}
