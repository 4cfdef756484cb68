package io.asyncsqlite.benchmarks.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Starts the sample and an empty application in turn, each several times in each way, until they answer. */
final class StartUp {

    private static final String AHEAD_OF_TIME = "-Dspring.aot.enabled=true";

    /** The AOT cache came with JDK 24, and the option that makes one in a single run with JDK 25. */
    private static final boolean HAS_CACHE = Runtime.version().feature() >= 25;

    private final Path directory;
    private final Path results;
    private final Path sample;
    private final Path empty;

    StartUp(Path directory, Path results, Path sample, Path empty) {
        this.directory = directory;
        this.results = results;
        this.sample = sample;
        this.empty = empty;
    }

    /** A way to start both applications, and what each start took. */
    private record Way(Results.Pair pair, List<String> ours, List<String> theirs) {}

    void run(int rounds) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(directory, "web-start-");
        Results all =
                new Results("web-start", "Start of a process, until its first answer", "start", "TIME", directory);
        List<Way> ways = new ArrayList<>();
        ways.add(way(all, "1: the jar", jar(sample), jar(empty)));
        Path ours = extracted(work, sample);
        Path theirs = extracted(work, empty);
        ways.add(way(all, "2: extracted", jar(ours), jar(theirs)));
        String cache = HAS_CACHE ? "AOT cache" : "class data archive";
        ways.add(way(all, "3: " + cache, cached(work, ours, "plain"), cached(work, theirs, "plain")));
        ways.add(way(
                all,
                "4: " + cache + ", beans made ahead of time",
                cached(work, ours, "beans", AHEAD_OF_TIME),
                cached(work, theirs, "beans", AHEAD_OF_TIME)));
        for (int round = 0; round < rounds; round++) {
            for (Way way : ways) {
                way.pair()
                        .add(
                                start(way.pair().ours(), Links.CODE, way.ours()),
                                start(way.pair().theirs(), "/", way.theirs()));
            }
            all.write(results);
        }
    }

    private static Way way(Results all, String name, List<String> ours, List<String> theirs) {
        return new Way(all.pair(name, "the sample", "WebFlux alone", null), ours, theirs);
    }

    private static List<String> jar(Path jar) {
        return List.of("-jar", jar.toString());
    }

    /** Makes a small jar with its libraries beside it. */
    private Path extracted(Path work, Path jar) throws IOException, InterruptedException {
        Path destination = work.resolve(jar.getFileName().toString() + "-extracted");
        run(
                work,
                List.of("-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", destination.toString()));
        return destination.resolve(jar.getFileName());
    }

    /** Starts once, so that the JVM keeps what it has loaded; returns the command that uses it. */
    private static List<String> cached(Path work, Path jar, String name, String... options)
            throws IOException, InterruptedException {
        Path cache = work.resolve(jar.getFileName() + "-" + name + ".cache");
        List<String> training = new ArrayList<>(List.of(options));
        training.add((HAS_CACHE ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + cache);
        training.add("-Dspring.context.exit=onRefresh");
        training.addAll(jar(jar));
        run(work, training);
        List<String> command = new ArrayList<>(List.of(options));
        command.add((HAS_CACHE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache);
        command.addAll(jar(jar));
        return command;
    }

    private static void run(Path work, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Path log = work.resolve("preparation.log");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("It failed: " + command + "\n" + Files.readString(log));
        }
    }

    private Score start(String name, String path, List<String> command) throws IOException, InterruptedException {
        Path own = Links.directory(directory);
        Server server = Server.start(own, path, command);
        Score score = Score.of(server.startNanos(), server.cpuNanos() / 1e3);
        server.kill();
        Links.delete(own);
        System.out.printf(
                Locale.ROOT,
                "%-60s %5.0f ms, %5.0f ms of CPU%n",
                name,
                1e3 / score.perSecond(),
                score.cpuMicros() / 1e3);
        return score;
    }
}
