package io.asyncsqlite.benchmarks;

import io.asyncsqlite.benchmarks.plan.Plan;
import io.asyncsqlite.benchmarks.report.Publication;
import io.asyncsqlite.benchmarks.run.Command;
import io.asyncsqlite.benchmarks.run.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line. */
public final class Benchmarks {

    private static final String USAGE = """
            Usage: java -jar benchmarks.jar NAME... [options]
                   java -jar benchmarks.jar publish END [--results DIR]
              NAME             one of those below, or all
              --pair TEXT      only pairs whose name contains the text, such as "group-by-hand"; one takes about two minutes
              --rounds N       an even number; half of the rounds measure the rival first; default 6
              --rows N         rows of a scan, a batch, an import or a backup (1 KB each); at least 1,000, default 1,000,000
              --smoke          one short round, to see that everything runs: its figures mean nothing
              --directory DIR  where the databases are made; it must be on a disk; default the directory of the jar
              --results DIR    where results are written; default benchmark-results beside the jar
              publish END      puts results into the documents of the project in the current directory; END is part of
                               their files' names, such as jdk25
            """;

    private static final String ALL = "all";
    private static final String PUBLISH = "publish";

    private Benchmarks() {}

    /**
     * Runs benchmarks.
     *
     * @param arguments their names, and options
     * @throws Exception if results cannot be written
     */
    public static void main(String[] arguments) throws Exception {
        List<String> left = new ArrayList<>(Arrays.asList(arguments));
        if (left.size() > 1 && left.get(0).equals(PUBLISH)) {
            publish(left.get(1), Settings.parse(left.subList(2, left.size())));
            return;
        }
        List<Plan> plans = new ArrayList<>();
        Settings settings;
        try {
            while (!left.isEmpty() && !left.get(0).startsWith("--")) {
                plans.addAll(named(left.remove(0)));
            }
            settings = Settings.parse(left);
        } catch (IllegalArgumentException e) {
            exit(e.getMessage() + "\n");
            return;
        }
        if (plans.isEmpty()) {
            exit("");
            return;
        }
        boolean failed = false;
        for (Plan plan : plans) {
            failed |= !new Command(plan, settings).run();
        }
        if (failed) {
            System.err.println("Not every contender could do its work: see jmh.log beside the results");
            System.exit(1);
        }
    }

    private static void publish(String end, Settings settings) throws IOException {
        System.out.println(
                "Published: " + new Publication(Path.of("").toAbsolutePath()).publish(settings.results(), end));
    }

    private static List<Plan> named(String name) {
        return name.equals(ALL) ? List.of(Plan.values()) : List.of(Plan.named(name));
    }

    private static void exit(String problem) {
        System.err.print(problem + USAGE);
        Arrays.stream(Plan.values()).forEach(plan -> System.err.println("  " + plan.id() + ": " + plan.title()));
        System.exit(2);
    }
}
