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

/** {@link Item}s per second that are read one by one by their primary key. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(PointState.READS)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 1, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class PointBenchmark {

    /** 64 asynchronous reads in flight. */
    @Benchmark
    public void asyncsqlite(AsyncSqlitePoints points) throws InterruptedException, ExecutionException {
        points.read();
    }

    /** One read after the other by sqlite-jdbc. */
    @Benchmark
    public void prepared(PreparedPoints points) throws SQLException {
        points.read();
    }
}
