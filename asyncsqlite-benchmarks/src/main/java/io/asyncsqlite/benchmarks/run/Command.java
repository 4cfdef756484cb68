package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.benchmarks.plan.Plan;
import io.asyncsqlite.benchmarks.report.Machine;
import io.asyncsqlite.benchmarks.report.Picture;
import io.asyncsqlite.benchmarks.report.Results;
import io.asyncsqlite.benchmarks.report.Summary;
import io.asyncsqlite.benchmarks.report.Table;
import io.asyncsqlite.benchmarks.report.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** Runs one plan and leaves its results in a directory of its own: {@code summary.json}, a picture and JMH's log. */
public final class Command {

    private static final String SMOKE = "--smoke: these figures mean nothing, only that everything runs.";

    private final Plan plan;
    private final Settings settings;

    public Command(Plan plan, Settings settings) {
        this.plan = plan;
        this.settings = settings.into(plan.id());
    }

    /** Measures, saves and prints. Returns whether every contender did its work that can run here. */
    public boolean run() throws IOException, SQLException {
        Files.createDirectories(settings.directory());
        Files.createDirectories(settings.results());
        Files.deleteIfExists(settings.results().resolve("jmh.log"));
        Map<String, Object> machine = Machine.describe(settings.directory());
        machine.put("smoke", settings.smoke());
        machine.put("rounds", settings.rounds());
        machine.put("rows", settings.rows());
        machine.put("flagsOfForks", String.join(" ", Run.UNKNOWN_FLAGS, Run.NATIVE_ACCESS, Run.UNSAFE));
        System.out.println(plan.title());
        machine.forEach((name, fact) -> System.out.println(name + ": " + fact));
        System.out.println(Disk.describe(settings.directory()));
        Results results = new Results(plan, machine);
        new Rounds(plan, settings, results).run(() -> Summary.write(results, summary()));
        print(Table.of(results));
        return !results.hasFailures();
    }

    private Path summary() {
        return settings.results().resolve("summary.json");
    }

    private void print(Table table) throws IOException {
        if (table.pairs().isEmpty()) {
            System.out.println("Nothing was measured: " + table.absent());
            return;
        }
        Files.writeString(settings.results().resolve(plan.id() + ".svg"), Picture.svg(table));
        System.out.println();
        System.out.print(Tables.console(table));
        System.out.println("Results in " + settings.results());
        if (settings.smoke()) {
            System.out.println(SMOKE);
        }
    }
}
