package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.client.Clients;
import io.asyncsqlite.benchmarks.client.Durability;
import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Latency;
import io.asyncsqlite.benchmarks.plan.Score;
import io.asyncsqlite.benchmarks.plan.Shape;
import io.asyncsqlite.benchmarks.plan.Work;
import java.nio.file.Path;
import java.util.Objects;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The only class that JMH runs: one trial in a JVM of its own, so that the call sites of every client have one target. The trial warms up
 * and counts by itself, because JMH counts calls that return, and not operations in flight.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
// Two options of newer JDKs; the first flag makes older ones ignore unknown options.
@Fork(
        value = 1,
        jvmArgsAppend = {Run.UNKNOWN_FLAGS, Run.NATIVE_ACCESS, Run.UNSAFE})
@SuppressWarnings("NullAway.Init") // JMH sets the parameters.
public class Run {

    static final String UNKNOWN_FLAGS = "-XX:+IgnoreUnrecognizedVMOptions";
    static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
    static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    static final String NONE = "NONE";

    static final double UNKNOWN = -1;
    private static final Latency NO_LATENCY = new Latency(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    @Param({"ASYNCSQLITE"})
    public Clients client;

    @Param({"INSERT"})
    public Work work;

    @Param({"IN_FLIGHT"})
    public Shape.Kind shape;

    @Param({"64"})
    public int callers;

    /** The engine of asyncsqlite, or {@link #NONE} for others. */
    @Param({"AUTO"})
    public String engine;

    @Param({"FULL"})
    public Durability durability;

    @Param({"true"})
    public boolean tuned;

    /** Rows of a scan or a batch. */
    @Param({"1000000"})
    public int rows;

    /** Where the database is made. */
    @Param({"target"})
    public String directory;

    /** Whether it is only tried that everything runs. */
    @Param({"false"})
    public boolean smoke;

    /** What JMH reports beside the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Reported {

        public double perSecond;
        public double cpuMicros;

        /** -1 where the JVM cannot tell. */
        public double bytes;

        public long retries;

        // Of a load that measures no times all are -1.
        public double p50;
        public double p99;
        public double p999;
        public double max;

        void take(Score score) {
            perSecond = score.perSecond();
            cpuMicros = score.cpuMicros();
            Double allocated = score.bytes();
            bytes = allocated == null ? UNKNOWN : allocated;
            retries = score.retries();
            take(Objects.requireNonNullElse(score.latency(), NO_LATENCY));
        }

        private void take(Latency latency) {
            p50 = latency.p50();
            p99 = latency.p99();
            p999 = latency.p999();
            max = latency.max();
        }
    }

    /** Runs the trial. */
    @Benchmark
    public void run(Reported reported) throws Exception {
        reported.take(new Trial(contender(), work, rows, Path.of(directory), Clock.of(smoke)).run());
    }

    private Contender contender() {
        return new Contender(
                client,
                engine.equals(NONE) ? null : EngineChoice.valueOf(engine),
                new Shape(shape, callers),
                durability,
                tuned);
    }
}
