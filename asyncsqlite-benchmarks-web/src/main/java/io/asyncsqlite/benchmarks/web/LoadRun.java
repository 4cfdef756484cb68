package io.asyncsqlite.benchmarks.web;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Starts the sample and its rival in turn, each on a fresh file, and has wrk follow a link of each. */
final class LoadRun {

    private static final int CONNECTIONS = 64;
    private static final double BAR = 5;
    private static final int WARM_UP = 6;
    private static final int WINDOWS = 3;
    private static final double STEADY = 1.1;
    private static final String OURS = "the sample";
    private static final String THEIRS = "JdbcTemplate, HikariCP";
    private static final List<String> NO_METERS =
            List.of("--management.metrics.enable.all=false", "--management.observations.enable.all=false");

    private final Path directory;
    private final Path results;
    private final List<String> sample;
    private final List<String> rival;

    LoadRun(Path directory, Path results, Path sample, Path self) {
        this.directory = directory;
        this.results = results;
        this.sample = List.of("-jar", sample.toString());
        this.rival = List.of("-jar", self.toString(), "serve");
    }

    void run(int rounds, int seconds) throws IOException, InterruptedException {
        Results all = new Results(
                "web-load",
                "A link followed on 64 connections, each click durable",
                "redirects",
                "PER_SECOND",
                directory);
        Results.Pair with = all.pair("with meters", OURS, THEIRS, BAR);
        Results.Pair without = all.pair("without meters", OURS, THEIRS, BAR);
        System.out.printf(
                "| %-38s | requests/s |  p50 ms |  p99 ms |  max ms | CPU us | failed |%n|---|---|---|---|---|---|---|%n",
                "");
        for (int round = 0; round < rounds; round++) {
            with.add(measure(with.ours(), seconds, sample), measure(with.theirs(), seconds, rival));
            without.add(
                    measure(without.ours(), seconds, joined(sample, NO_METERS)),
                    measure(without.theirs(), seconds, joined(rival, NO_METERS)));
            all.write(results);
        }
    }

    private Score measure(String name, int seconds, List<String> command) throws IOException, InterruptedException {
        Path own = Links.directory(directory);
        Wrk.Figures figures;
        double cpuMicros;
        long warm;
        try (Server server = Server.start(own, Links.CODE, command)) {
            warm = warmUp(server.url(Links.CODE), seconds);
            long before = server.cpuNanos();
            figures = Wrk.run(server.url(Links.CODE), CONNECTIONS, seconds);
            cpuMicros = (server.cpuNanos() - before) / 1e3 / figures.requests();
        }
        Links.check(Links.file(own), warm + figures.requests());
        Links.delete(own);
        print(name, figures, cpuMicros);
        return Score.of(figures, cpuMicros);
    }

    /**
     * Loads until three windows in a row have nearly the same rate, or for six times the time that is measured: the JVM compiles for long, and meanwhile
     * the rate grows tenfold.
     *
     * @return requests that were answered
     */
    private static long warmUp(String url, int seconds) throws IOException, InterruptedException {
        int window = Math.max(1, seconds / 2);
        Deque<Double> latest = new ArrayDeque<>();
        long requests = 0;
        for (int passed = 0; passed < WARM_UP * seconds && !isSteady(latest); passed += window) {
            Wrk.Figures figures = Wrk.run(url, CONNECTIONS, window);
            requests += figures.requests();
            latest.addLast(figures.perSecond());
            if (latest.size() > WINDOWS) {
                latest.removeFirst();
            }
        }
        return requests;
    }

    private static boolean isSteady(Deque<Double> rates) {
        return rates.size() == WINDOWS && Collections.max(rates) <= STEADY * Collections.min(rates);
    }

    private static void print(String name, Wrk.Figures figures, double cpuMicros) {
        System.out.printf(
                Locale.ROOT,
                "| %-38s | %,10.0f | %7.1f | %7.1f | %7.1f | %6.0f | %6d |%n",
                name,
                figures.perSecond(),
                figures.p50Micros() / 1e3,
                figures.p99Micros() / 1e3,
                figures.maxMicros() / 1e3,
                cpuMicros,
                figures.failed());
    }

    private static List<String> joined(List<String> command, List<String> more) {
        List<String> joined = new ArrayList<>(command);
        joined.addAll(more);
        return joined;
    }
}
