package io.asyncsqlite.samples.shortlinks.link;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Row;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds links by the words of their titles and URLs, the best first. */
@Component
final class LinkSearch {

    private static final int MOST = 50;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final String HIT = "\u0002";
    private static final String END = "\u0003";
    private static final Pattern MARK = Pattern.compile("[" + HIT + END + "]");

    private static final String SEARCH = """
        SELECT link.code, link.url, link.title, link.clicks, snippet(link_search, -1, ?, ?, '…', 12) AS snippet
        FROM link_search JOIN link ON link.id = link_search.rowid
        WHERE link_search MATCH ? ORDER BY rank LIMIT ?
        """;

    private final AsyncSqlite database;

    LinkSearch(AsyncSqlite database) {
        this.database = database;
    }

    /** Finds the links that have all words of a text, or words that begin with them. Any text is a valid one. */
    Mono<List<FoundLink>> find(String text) {
        String words = match(text);
        if (words.isEmpty()) {
            return Mono.just(List.of());
        }
        return Mono.fromFuture(() -> database.query(SEARCH, HIT, END, words, MOST)
                .map(LinkSearch::found)
                .list());
    }

    /** Quotes each word: what is typed into a search field is no expression of FTS5. */
    private static String match(String text) {
        return BETWEEN_WORDS
                .splitAsStream(text)
                .filter(word -> !word.isEmpty())
                .map(word -> '"' + word + "\"*")
                .collect(Collectors.joining(" "));
    }

    private static FoundLink found(Row row) {
        return new FoundLink(
                text(row, "code"),
                text(row, "url"),
                text(row, "title"),
                row.getLong("clicks"),
                List.of(MARK.split(text(row, "snippet"), -1)));
    }

    private static String text(Row row, String column) {
        return Objects.requireNonNull(row.getString(column), column);
    }
}
