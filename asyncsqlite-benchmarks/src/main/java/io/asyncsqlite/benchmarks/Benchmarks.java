package io.asyncsqlite.benchmarks;

import io.asyncsqlite.benchmarks.plan.Plan;
import io.asyncsqlite.benchmarks.run.Command;
import io.asyncsqlite.benchmarks.run.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line. */
public final class Benchmarks {

    private static final String USAGE = """
            Usage: java -jar benchmarks.jar NAME... [options]
              NAME             one of those below, or all
              --pair TEXT      only pairs whose name contains the text, such as "group-by-hand"; one takes about two minutes
              --rounds N       an even number; half of the rounds measure the rival first; default 6
              --smoke          one short round, to see that everything runs: its figures mean nothing
              --directory DIR  where the databases are made; it must be on a disk; default the directory of the jar
              --results DIR    where results are written; default benchmark-results beside the jar
            """;

    private static final String ALL = "all";

    private Benchmarks() {}

    /**
     * Runs benchmarks.
     *
     * @param arguments their names, and options
     * @throws Exception if results cannot be written
     */
    public static void main(String[] arguments) throws Exception {
        List<String> left = new ArrayList<>(Arrays.asList(arguments));
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
        for (Plan plan : plans) {
            new Command(plan, settings).run();
        }
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
