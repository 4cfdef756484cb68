package io.asyncsqlite.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a comparison in rounds. A round measures every contender once, each in a JVM of its own, and every
 * other round in the reverse order: a shared machine is faster at some times than at others, and so is its disk.
 */
final class Rounds {

    private static final String QUICK = "--quick: these figures mean nothing, only that everything runs.";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Comparison comparison;
    private final Settings settings;
    private final Participants participants;
    private final Map<Contender, List<Double>> scores = new HashMap<>();

    Rounds(Comparison comparison, Settings settings) throws IOException {
        this.comparison = comparison;
        this.settings = settings;
        Files.createDirectories(settings.directory());
        this.participants = new Participants(comparison, settings.directory());
    }

    void run() throws IOException, SQLException, RunnerException {
        Files.createDirectories(settings.results());
        Map<String, Object> machine = Machine.describe(settings.directory());
        machine.forEach((name, fact) -> System.out.println(name + ": " + fact));
        System.out.println(Disk.describe(settings.directory()));
        participants.absent().forEach((name, reason) -> System.out.println(name + " takes no part: " + reason));
        deleteOldRounds();
        try {
            measure();
        } finally {
            participants.delete();
        }
        report(machine);
    }

    /** Deletes what an earlier run with more rounds would leave among the results of this one. */
    private void deleteOldRounds() throws IOException {
        try (DirectoryStream<Path> rounds = Files.newDirectoryStream(settings.results(), "round-*.json")) {
            for (Path round : rounds) {
                Files.delete(round);
            }
        }
    }

    private void measure() throws IOException, RunnerException {
        Path log = settings.results().resolve("jmh.log");
        try (PrintStream out = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            OutputFormat format = OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL);
            for (int round = 1; round <= settings.rounds(); round++) {
                measureRound(round, format);
            }
        } catch (RunnerException e) {
            throw new RunnerException("A benchmark failed: see " + log, e);
        }
    }

    private void measureRound(int round, OutputFormat format) throws IOException, RunnerException {
        List<Contender> order = new ArrayList<>(comparison.contenders());
        order.removeIf(contender -> !participants.include(contender));
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        List<RunResult> results = new ArrayList<>();
        for (Contender contender : order) {
            RunResult result = new Runner(options(contender), format).runSingle();
            results.add(result);
            double score = result.getPrimaryResult().getScore();
            scores.computeIfAbsent(contender, unused -> new ArrayList<>()).add(score);
            System.out.printf(
                    Locale.ROOT,
                    "round %d of %d: %s: %,.0f %s/s%s%n",
                    round,
                    settings.rounds(),
                    contender.label(),
                    score,
                    comparison.unit(),
                    retries(result));
        }
        writeRaw(round, results);
    }

    private Options options(Contender contender) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(contender.pattern(comparison.benchmark()))
                .param("directory", settings.directory().toString())
                .shouldFailOnError(true);
        contender.parameters(participants.library()).forEach(options::param);
        if (settings.quick()) {
            options.warmupTime(TimeValue.milliseconds(300)).measurementTime(TimeValue.milliseconds(500));
        }
        return options.build();
    }

    private static String retries(RunResult result) {
        Result<?> busy = result.getSecondaryResults().get("busy");
        return busy == null || busy.getScore() == 0
                ? ""
                : String.format(Locale.ROOT, ", tried again after SQLITE_BUSY: %.0f", busy.getScore());
    }

    private void writeRaw(int round, List<RunResult> results) throws IOException {
        Path file = settings.results().resolve("round-" + round + ".json");
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
    }

    private void report(Map<String, Object> machine) throws IOException {
        Report report = new Report(comparison, scores);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("comparison", comparison.title());
        summary.put("machine", machine);
        summary.put("quick", settings.quick());
        summary.put("rounds", settings.rounds());
        summary.put("absent", participants.absent());
        summary.putAll(report.summary());
        Files.writeString(settings.results().resolve("summary.json"), JSON.writeValueAsString(summary) + "\n");
        Files.writeString(settings.results().resolve(comparison.id() + ".svg"), new Picture(comparison, scores).svg());
        System.out.println();
        System.out.print(report.table());
        System.out.println("Results in " + settings.results());
        if (settings.quick()) {
            System.out.println(QUICK);
        }
    }
}
