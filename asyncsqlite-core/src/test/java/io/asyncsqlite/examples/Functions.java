package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqlCollation;
import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** The code of docs/functions.md, which a test runs. */
final class Functions {

    private Functions() {}

    /** A text of a program. */
    static final class Text {

        private Text() {}

        static String slug(String text) {
            return text.toLowerCase(Locale.ROOT).replace(' ', '-');
        }
    }

    static AsyncSqlite open(Path file) {
        // tag::define[]
        return AsyncSqlite.open(SqliteOptions.file(file)
                .define(SqlFunction.scalar("slug", String.class, Text::slug)
                        .deterministic()
                        .innocuous())
                .define(SqlFunction.scalar(
                        "between_ends",
                        3,
                        a -> a.get(0, Long.class) > a.get(1, Long.class)
                                && a.get(0, Long.class) < a.get(2, Long.class)))
                .define(SqlFunction.aggregate("average_age", Integer.class, Collectors.averagingInt(age -> age)))
                .define(SqlCollation.of("german", Locale.GERMAN))
                .define(SqlFunction.regexp())
                .build());
        // end::define[]
    }

    static CompletableFuture<List<String>> indexed(AsyncSqlite db) {
        // tag::index[]
        return db.executeScript("CREATE TABLE page(title TEXT); CREATE INDEX page_slug ON page(slug(title))")
                .thenCompose(created -> db.query("SELECT title FROM page WHERE slug(title) = ?", "a-title")
                        .mapTo(String.class)
                        .list());
        // end::index[]
    }

    static CompletableFuture<List<String>> byLength(AsyncSqlite db) {
        // tag::collation[]
        return db.define(new SqlCollation("by_length", Comparator.comparingInt(String::length)))
                .thenCompose(defined -> db.query("SELECT title FROM page ORDER BY title COLLATE by_length")
                        .mapTo(String.class)
                        .list());
        // end::collation[]
    }

    static SqlFunction window() {
        // tag::window[]
        Collector<Long, long[], Long> sum = Collector.of(
                () -> new long[1], (total, value) -> total[0] += value, (left, right) -> left, total -> total[0]);
        return SqlFunction.window("running_sum", Long.class, sum, (total, value) -> total[0] -= value);
        // end::window[]
    }

    static SqlFunction slow() {
        // tag::slow[]
        return SqlFunction.scalar("digest", 2, arguments -> {
            byte[] digest = arguments.get(0, byte[].class);
            long rounds = arguments.get(1, Long.class);
            for (long round = 0; round < rounds && !arguments.mustStop(); round++) {
                digest = MessageDigest.getInstance("SHA-256").digest(digest);
            }
            return digest;
        });
        // end::slow[]
    }

    static CompletableFuture<Long> later(AsyncSqlite db, Map<Long, Long> prices) {
        // tag::later[]
        return db.define(SqlFunction.scalar("price", Long.class, prices::get))
                .thenCompose(defined -> db.query("SELECT sum(price(product)) FROM line")
                        .mapTo(Long.class)
                        .one());
        // end::later[]
    }
}
