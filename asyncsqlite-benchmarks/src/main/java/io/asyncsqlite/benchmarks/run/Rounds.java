package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Latency;
import io.asyncsqlite.benchmarks.plan.Obstacles;
import io.asyncsqlite.benchmarks.plan.Pair;
import io.asyncsqlite.benchmarks.plan.Plan;
import io.asyncsqlite.benchmarks.plan.Score;
import io.asyncsqlite.benchmarks.report.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the pairs of a plan in rounds, each contender in a JVM of its own. Every score is written at once, and a contender that fails
 * takes no further part, so that nothing that was measured is lost.
 */
final class Rounds {

    private final Plan plan;
    private final Settings settings;
    private final Results results;
    private final List<Pair> pairs = new ArrayList<>();

    Rounds(Plan plan, Settings settings, Results results) {
        this.plan = plan;
        this.settings = settings;
        this.results = results;
        for (Pair pair : plan.pairs()) {
            if (settings.pair() == null || pair.id().contains(settings.pair())) {
                addUnlessAbsent(pair);
            }
        }
    }

    private void addUnlessAbsent(Pair pair) {
        for (Contender contender : List.of(pair.ours(), pair.theirs())) {
            String obstacle = Obstacles.of(contender);
            if (obstacle != null) {
                results.absent(contender, obstacle);
                return;
            }
        }
        pairs.add(pair);
    }

    /** Measures; calls an action after each group of neighbours, so that it can save the results. */
    void run(SaveAction save) throws IOException {
        Path log = settings.results().resolve("jmh.log");
        try (PrintStream out = new PrintStream(
                Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true,
                StandardCharsets.UTF_8)) {
            OutputFormat format = OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL);
            for (int round = 1; round <= settings.rounds(); round++) {
                for (Neighbours neighbours : Neighbours.of(pairs)) {
                    measure(neighbours, round, format);
                    save.run();
                }
            }
        }
    }

    /** Saves results. */
    @FunctionalInterface
    interface SaveAction {

        void run() throws IOException;
    }

    private void measure(Neighbours neighbours, int round, OutputFormat format) {
        Map<Contender, Score> scores = new HashMap<>();
        for (Contender contender : neighbours.order(round)) {
            Score score = measured(contender, round, format);
            if (score != null) {
                scores.put(contender, score);
            }
        }
        for (Pair pair : neighbours.pairs()) {
            Score ours = scores.get(pair.ours());
            Score theirs = scores.get(pair.theirs());
            if (ours != null && theirs != null) {
                results.add(pair, round, ours, theirs);
            }
        }
    }

    private @Nullable Score measured(Contender contender, int round, OutputFormat format) {
        if (results.isAbsent(contender)) {
            return null;
        }
        try {
            Score score = score(new Runner(options(contender), format).runSingle());
            System.out.printf(
                    Locale.ROOT,
                    "round %d of %d: %s: %,.0f %s/s, %.2f us of CPU%s%n",
                    round,
                    settings.rounds(),
                    contender.id(),
                    score.perSecond(),
                    plan.unit(),
                    score.cpuMicros(),
                    times(score.latency()));
            return score;
        } catch (RunnerException e) {
            results.failed(contender, round);
            System.out.println(contender.id() + " failed: see jmh.log");
            return null;
        }
    }

    private static String times(@Nullable Latency latency) {
        return latency == null
                ? ""
                : String.format(Locale.ROOT, ", p50 %.0f us, p99 %.0f us", latency.p50(), latency.p99());
    }

    private Options options(Contender contender) {
        EngineChoice engine = contender.engine();
        return new OptionsBuilder()
                .include("^" + Run.class.getName().replace(".", "\\.") + "\\.run$")
                .param("client", contender.client().name())
                .param("work", plan.work().name())
                .param("shape", contender.shape().kind().name())
                .param("callers", String.valueOf(contender.shape().callers()))
                .param("engine", engine == null ? Run.NONE : engine.name())
                .param("durability", contender.durability().name())
                .param("tuned", String.valueOf(contender.tuned()))
                .param("rows", String.valueOf(settings.rows()))
                .param("directory", settings.directory().toString())
                .param("smoke", String.valueOf(settings.smoke()))
                // A JVM for each would take longer than what is tried.
                .forks(settings.smoke() ? 0 : 1)
                .shouldFailOnError(true)
                .build();
    }

    private static Score score(RunResult result) {
        double bytes = value(result, "bytes");
        return new Score(
                value(result, "perSecond"),
                value(result, "cpuMicros"),
                bytes == Run.UNKNOWN ? null : bytes,
                (long) value(result, "retries"),
                latency(result));
    }

    private static @Nullable Latency latency(RunResult result) {
        double p50 = value(result, "p50");
        return p50 == Run.UNKNOWN
                ? null
                : new Latency(p50, value(result, "p99"), value(result, "p999"), value(result, "max"));
    }

    private static double value(RunResult result, String counter) {
        Result<?> found = result.getSecondaryResults().get(counter);
        if (found == null) {
            throw new IllegalStateException("JMH reports no " + counter);
        }
        return found.getScore();
    }
}
