package io.asyncsqlite.benchmarks.report;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in one line where and when results were measured. */
final class Conditions {

    private static final int DAY = "2026-11-28".length();
    private static final int COMMIT = 10;
    private static final int HASH = 40;

    private Conditions() {}

    /** Returns the facts that are known. A fact that differs between tables stands there with all its values. */
    static String of(List<Table> tables) {
        return Stream.of(
                        fact(tables, table -> words(table, "%s processors", "processors")),
                        fact(tables, table -> words(table, "%s", "cpu")),
                        fact(tables, table -> words(table, "%s", "fileStore")),
                        fact(tables, table -> words(table, "JDK %s", "jdk")),
                        fact(tables, table -> words(table, "SQLite %s", "sqlite")),
                        synchronous(tables),
                        fact(tables, table -> day(table.date())),
                        fact(tables, table -> commit(table.machine().get("commit"))))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String fact(List<Table> tables, Function<Table, @Nullable String> words) {
        return tables.stream().map(words).filter(Objects::nonNull).distinct().collect(Collectors.joining(" and "));
    }

    private static @Nullable String words(Table table, String format, String name) {
        Object fact = table.machine().get(name);
        return fact == null ? null : format.formatted(fact);
    }

    private static String synchronous(List<Table> tables) {
        String all = tables.stream()
                .flatMap(table -> table.contenders().stream())
                .map(Entry::durability)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" or "));
        return all.isEmpty() ? "" : "synchronous=" + all;
    }

    private static String day(String date) {
        return date.substring(0, Math.min(DAY, date.length()));
    }

    /** Shortens the hash, and keeps what says that files were changed after the commit. */
    private static @Nullable String commit(@Nullable Object commit) {
        if (commit == null) {
            return null;
        }
        String hash = commit.toString();
        return "commit " + (hash.length() < HASH ? hash : hash.substring(0, COMMIT) + hash.substring(HASH));
    }
}
