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

/** Rows per second of a query for a whole table of {@link Item}s, whose values are all read and added up. */
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
public class ScanBenchmark {

    /** Streamed to another thread. */
    @Benchmark
    public long asyncsqlite(AsyncSqliteScan scan) throws Exception {
        return scan.checkedScan();
    }

    /** Read by sqlite-jdbc on one thread. */
    @Benchmark
    public long resultSet(ResultSetScan scan) throws Exception {
        return scan.checkedScan();
    }

    /** The ceiling: read in C. */
    @Benchmark
    public long c(CScan scan) throws Exception {
        return scan.checkedScan();
    }
}
