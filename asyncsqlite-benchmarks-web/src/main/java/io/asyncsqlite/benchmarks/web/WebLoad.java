package io.asyncsqlite.benchmarks.web;

import java.nio.file.Path;
import java.util.Arrays;

/** The command line. */
public final class WebLoad {

    private static final String USAGE = """
            Usage: java -jar web-load.jar SHORTLINKS_JAR [rounds [seconds [directory]]]
                   java -jar web-load.jar start SHORTLINKS_JAR EMPTY_JAR [rounds [directory]]
            The first has wrk follow a link of the sample and of its rival, and needs wrk on the path. Default are 3 rounds of 10
            seconds, each after a warm-up until the rate is steady, of at most a minute. The second measures the time from the
            start of a process to its first answer, of the sample and of an empty application. Default are 7 rounds. Both jars
            must be built with -Dspring-boot.aot.skip=false. The directory must be on a disk; default is the current one.
            Results are written to benchmark-results beside this jar. "publish" of benchmarks.jar puts them into documents.
            """;

    private static final String SERVE = "serve";
    private static final String START = "start";

    private WebLoad() {}

    /**
     * Runs a comparison, or the rival.
     *
     * @param args see the usage
     * @throws Exception if a server or wrk fails
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals(SERVE)) {
            JdbcShortlinks.serve(Arrays.copyOfRange(args, 1, args.length));
        } else if (args.length > 2 && args[0].equals(START)) {
            new StartUp(path(args, 4), results("web-start"), path(args, 1), path(args, 2)).run(number(args, 3, 7));
        } else if (args.length > 0 && !args[0].equals(START)) {
            new LoadRun(path(args, 3), results("web-load"), path(args, 0), self())
                    .run(number(args, 1, 3), number(args, 2, 10));
        } else {
            System.err.print(USAGE);
            System.exit(2);
        }
    }

    private static Path results(String plan) {
        return self().resolveSibling("benchmark-results").resolve(plan).resolve("summary.json");
    }

    private static Path self() {
        return Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    }

    private static int number(String[] args, int index, int other) {
        return args.length > index ? Integer.parseInt(args[index]) : other;
    }

    private static Path path(String[] args, int index) {
        return Path.of(args.length > index ? args[index] : "").toAbsolutePath();
    }
}
