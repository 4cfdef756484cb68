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

/** Single-row inserts per second from Reactor, each in a transaction of its own, {@value ReactiveClient#IN_FLIGHT} of them in flight. */
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
@OperationsPerInvocation(ReactiveInsertBenchmark.INSERTS)
public class ReactiveInsertBenchmark {

    /** Inserts of one invocation: enough that its beginning and end hardly count. */
    static final int INSERTS = 4_096;

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

    /** The R2DBC driver with {@code synchronous=NORMAL}. */
    @Benchmark
    public void r2dbcNormal(ReactiveState.R2dbcNormal state) {
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
        Flux.range(0, INSERTS)
                .flatMap(k -> state.client().insert(k, InsertState.body(k)), ReactiveClient.IN_FLIGHT)
                .then()
                .block();
        state.inserted(INSERTS);
    }
}
