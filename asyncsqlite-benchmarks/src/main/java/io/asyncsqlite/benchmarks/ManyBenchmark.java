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

/** {@link Item}s per second that are inserted durably by one batch. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Item.MILLION)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 1, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class ManyBenchmark {

    /** One {@code executeMany}. */
    @Benchmark
    public void asyncsqlite(AsyncSqliteMany many) throws Exception {
        many.next();
    }

    /** One {@code executeBatch} of sqlite-jdbc. */
    @Benchmark
    public void executeBatch(BatchMany many) throws Exception {
        many.next();
    }

    /** The ceiling: one transaction of a loop in C. */
    @Benchmark
    public void c(CMany many) throws Exception {
        many.next();
    }
}
