package io.asyncsqlite.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pairs that the README shows: what a reader asks for first, and where asyncsqlite is slower. */
public final class Readme {

    private static final String ABSENT = "not measured";

    private static final String INSERTS = "Durable inserts";
    private static final String TRANSACTIONS = "Transactions";
    private static final String ROWS = "Rows";
    private static final String OPENING = "Opening";
    private static final String REACTIVE = "R2DBC driver";

    static final List<Choice> CHOICES = List.of(
            new Choice(INSERTS, "HikariCP(10), 64 threads each", "inserts", "64 threads", "hikari-10, 64 threads"),
            new Choice(
                    INSERTS, "the same, our threads virtual", "virtual", "64 virtual threads", "hikari-10, 64 threads"),
            new Choice(INSERTS, "executor thread, 64 in flight", "inserts", "64 in flight", "executor, 64 in flight"),
            new Choice(
                    INSERTS,
                    "group commit by hand, 64 in flight",
                    "inserts",
                    "64 in flight",
                    "group-by-hand, 64 in flight"),
            new Choice(INSERTS, "executor thread, one at a time", "inserts", "1 thread", "executor, 1 thread"),
            new Choice(
                    INSERTS,
                    "group commit by hand, NORMAL",
                    "inserts-normal",
                    "64 in flight, NORMAL",
                    "group-by-hand, 64 in flight, NORMAL"),
            new Choice(INSERTS, "aiosqlite, 64 in flight", "python-inserts", "64 in flight", "aiosqlite, 64 tasks"),
            new Choice(TRANSACTIONS, "sqlite-jdbc, one thread each", "transactions", "1 thread", "jdbc, 1 thread"),
            new Choice(
                    TRANSACTIONS, "sqlite-jdbc, ours 64 in flight", "transactions", "64 in flight", "jdbc, 1 thread"),
            new Choice(
                    TRANSACTIONS,
                    "the same, as lambdas",
                    "transactions",
                    "64 in flight",
                    "jdbc, 1 thread",
                    "asyncsqlite-lambda"),
            new Choice(TRANSACTIONS, "HikariCP(10), 64 threads", "transactions", "64 threads", "hikari-10, 64 threads"),
            new Choice(
                    TRANSACTIONS,
                    "R2DBC to JdbcClient, 64 in flight",
                    "transactions",
                    "64 in flight",
                    "jdbc-client, 64 in flight",
                    "r2dbc"),
            new Choice(
                    TRANSACTIONS,
                    "empty ones, a task of an executor",
                    "queue",
                    "64 in flight",
                    "executor, 64 in flight"),
            new Choice(ROWS, "a scan of a million, sqlite-jdbc", "scan", "", "jdbc"),
            new Choice(ROWS, "the same, loops in C", "scan", "", "c"),
            new Choice(ROWS, "by key, sqlite-jdbc on 2 threads", "points", "64 in flight", "jdbc, 2 threads"),
            new Choice(ROWS, "the same, 32 reads a transaction", "points", "64 in flight", "jdbc-snapshots, 2 threads"),
            new Choice(ROWS, "9 reads and 1 write, two pools", "mixed", "64 threads", "hikari-split, 64 threads"),
            new Choice(ROWS, "a batch of a million, sqlite-jdbc", "batch", "", "jdbc"),
            new Choice(OPENING, "opening a file, sqlite-jdbc", "open", "", "jdbc"),
            new Choice(OPENING, "starting a program, sqlite-jdbc", "start", "", "jdbc"),
            new Choice(
                    REACTIVE,
                    "inserts, JdbcClient",
                    "r2dbc-inserts",
                    "64 in flight",
                    "jdbc-client, 64 in flight",
                    "r2dbc"),
            new Choice(REACTIVE, "by key, r2dbc-h2", "r2dbc-points", "64 in flight", "h2, 64 in flight", "r2dbc"));

    /**
     * A pair that is shown.
     *
     * @param words what it is for a reader
     * @param plan the id of its plan
     * @param shape what follows the name of asyncsqlite in its id
     * @param theirs the id of the rival
     * @param client which part of asyncsqlite is measured
     */
    record Choice(String group, String words, String plan, String shape, String theirs, String client) {

        Choice(String group, String words, String plan, String shape, String theirs) {
            this(group, words, plan, shape, theirs, "asyncsqlite");
        }

        /** Returns the id of asyncsqlite on an engine. */
        String ours(String engine) {
            return client + "-" + engine + (shape.isEmpty() ? "" : ", " + shape);
        }

        /** Returns its row on the engine that a program gets: the foreign engine where it was measured. */
        Optional<Row> row(Map<String, Table> tables) {
            return on("foreign", tables).or(() -> on("jni", tables));
        }

        Optional<Row> on(String engine, Map<String, Table> tables) {
            return Optional.ofNullable(tables.get(plan)).flatMap(table -> table.row(ours(engine), theirs));
        }
    }

    private Readme() {}

    /**
     * Returns the table of what the picture in the README shows.
     *
     * @param tables results by the ids of their plans; a pair that they do not hold is shown as not measured
     */
    public static String markdown(Map<String, Table> tables) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("asyncsqlite against", "ratio: median (lowest .. highest)"));
        String group = "";
        for (Choice choice : CHOICES) {
            if (!choice.group().equals(group)) {
                group = choice.group();
                lines.add(List.of("**" + group + "**", ""));
            }
            lines.add(List.of(
                    choice.words(),
                    choice.row(tables).map(row -> Figures.of(row.ratio())).orElse(ABSENT)));
        }
        return Tables.markdown(lines) + "\n" + Tables.about(shown(tables));
    }

    /** Returns the tables that pairs are taken from. */
    static List<Table> shown(Map<String, Table> tables) {
        return CHOICES.stream()
                .map(Choice::plan)
                .distinct()
                .map(tables::get)
                .filter(table -> table != null)
                .toList();
    }
}
