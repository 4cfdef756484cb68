package io.asyncsqlite.benchmarks.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of wrk. It waits for each answer before it sends the next request on a connection. */
final class Wrk {

    private static final Pattern FIGURES = Pattern.compile(
            "FIGURES requests=(\\d+) micros=(\\d+) p50=(\\d+) p99=(\\d+) p999=(\\d+) max=(\\d+) failed=(\\d+)");

    /** Prints what wrk measures as one line; wrk counts an answer of 400 or more as an error of status. */
    private static final String SCRIPT = """
        done = function(summary, latency, requests)
          local errors = summary.errors
          local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
          io.write(string.format("FIGURES requests=%d micros=%d p50=%d p99=%d p999=%d max=%d failed=%d\\n",
            summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max, failed))
        end
        """;

    private Wrk() {}

    static Figures run(String url, int connections, int seconds) throws IOException, InterruptedException {
        Path script = Files.createTempFile("figures", ".lua");
        try {
            Files.writeString(script, SCRIPT);
            Process wrk = new ProcessBuilder(
                            "wrk",
                            "-t1",
                            "-c" + connections,
                            "-d" + seconds + "s",
                            "--timeout",
                            "30s",
                            "-s",
                            script.toString(),
                            url)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (wrk.waitFor() != 0) {
                throw new IOException("wrk failed:\n" + output);
            }
            return figures(output);
        } finally {
            Files.delete(script);
        }
    }

    static Figures figures(String output) throws IOException {
        Matcher line = FIGURES.matcher(output);
        if (!line.find()) {
            throw new IOException("wrk has printed no figures:\n" + output);
        }
        return new Figures(
                number(line, 1),
                number(line, 1) * 1e6 / number(line, 2),
                number(line, 3),
                number(line, 4),
                number(line, 5),
                number(line, 6),
                number(line, 7));
    }

    private static long number(Matcher line, int group) {
        return Long.parseLong(Objects.requireNonNull(line.group(group)));
    }

    /**
     * What a run measured.
     *
     * @param requests answered
     * @param perSecond answered in a second
     * @param p50Micros median of the time to an answer
     * @param p99Micros time in which 99 of 100 were answered
     * @param p999Micros time in which 999 of 1,000 were answered
     * @param maxMicros longest time
     * @param failed errors of sockets, time-outs and answers of 400 or more
     */
    record Figures(
            long requests,
            double perSecond,
            long p50Micros,
            long p99Micros,
            long p999Micros,
            long maxMicros,
            long failed) {}
}
