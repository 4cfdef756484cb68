package io.asyncsqlite.samples.shortlinks.link;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.Query;
import io.asyncsqlite.Row;
import io.asyncsqlite.SyncConnection;
import io.asyncsqlite.samples.shortlinks.link.LinkStats.Minute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Links and their clicks. Nothing runs before a subscription. Cancelling takes a waiting operation out of the database's queue.
 */
@Component
public final class LinkStore {

    private static final int CODE_ATTEMPTS = 5;
    private static final Duration PERIOD = Duration.ofMillis(200);

    private static final String CLICK = """
        INSERT INTO click (link_id, at, referrer, agent)
        SELECT id, ?, ?, ? FROM link WHERE code = ?
        RETURNING (SELECT url FROM link WHERE link.id = click.link_id)
        """;

    private static final String MINUTES = """
        SELECT substr(at, 1, 16) AS minute, count(*) AS clicks FROM click
        WHERE link_id = ? GROUP BY substr(at, 1, 16) ORDER BY substr(at, 1, 16)
        """;

    private static final String NEWEST = "SELECT code, url, title, clicks FROM link ORDER BY id DESC LIMIT ?";

    private final AsyncSqlite database;
    private final Codes codes;

    LinkStore(AsyncSqlite database, Codes codes) {
        this.database = database;
        this.codes = codes;
    }

    /**
     * Stores a link under a code that no other has.
     *
     * @param url where it leads
     * @param title what it is about; may be empty
     * @return the link, after the COMMIT
     */
    public Mono<Link> create(String url, String title) {
        return Mono.fromCallable(codes::next)
                .subscribeOn(Schedulers.boundedElastic())
                .map(code -> new Link(code, url, title, 0))
                .flatMap(this::insert)
                .retryWhen(Retry.max(CODE_ATTEMPTS - 1)
                        .filter(LinkStore::codeIsTaken)
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()));
    }

    private Mono<Link> insert(Link link) {
        return Mono.fromFuture(() -> database.execute(
                        "INSERT INTO link (code, url, title, created_at) VALUES (?, ?, ?, ?)",
                        link.code(),
                        link.url(),
                        link.title(),
                        Instant.now()))
                .thenReturn(link);
    }

    private static boolean codeIsTaken(Throwable failure) {
        return failure instanceof ConstraintException constraint && constraint.isUniqueViolation();
    }

    /**
     * Records a click and gives the link's URL after the COMMIT, or nothing if there is no such link.
     *
     * <p>One statement does both. It needs no reading connection, so an export that keeps one never delays a redirect.
     */
    Mono<String> click(String code, @Nullable String referrer, @Nullable String agent) {
        return Mono.fromFuture(() -> database.query(CLICK, Instant.now(), referrer, agent, code)
                        .mapTo(String.class)
                        .first())
                .flatMap(Mono::justOrEmpty);
    }

    /** Gives a link's URL, or nothing if there is no such link. */
    Mono<String> url(String code) {
        return Mono.fromFuture(() -> database.query("SELECT url FROM link WHERE code = ?", code)
                        .mapTo(String.class)
                        .findOne())
                .flatMap(Mono::justOrEmpty);
    }

    /** Counts clicks, total and minutes from the same snapshot; gives nothing if there is no such link. */
    Mono<LinkStats> stats(String code) {
        return Mono.fromFuture(() -> database.read(connection -> stats(connection, code)))
                .flatMap(Mono::justOrEmpty);
    }

    private static Optional<LinkStats> stats(SyncConnection connection, String code) {
        return connection
                .query("SELECT id, url FROM link WHERE code = ?", code)
                .first()
                .map(link -> {
                    List<Minute> minutes = minutes(connection, link.getLong("id"));
                    long clicks = minutes.stream().mapToLong(Minute::clicks).sum();
                    return new LinkStats(code, text(link, "url"), clicks, minutes);
                });
    }

    private static List<Minute> minutes(SyncConnection connection, long link) {
        return connection.query(MINUTES, link).list().stream()
                .map(row -> new Minute(minute(row), row.getLong("clicks")))
                .toList();
    }

    private static Instant minute(Row row) {
        return Objects.requireNonNull(row.get("minute", Instant.class), "minute");
    }

    private static String text(Row row, String column) {
        return Objects.requireNonNull(row.getString(column), column);
    }

    /**
     * Gives the newest links.
     *
     * @param most how many
     * @return the links, the newest first
     */
    public Mono<List<Link>> newest(int most) {
        return Mono.fromFuture(() -> queryOfNewest(most).list());
    }

    /**
     * Gives the newest links, and gives them again after each commit that changes them, at most five times a second.
     *
     * @param most how many
     * @return lists of links, the newest first
     */
    public Flux<List<Link>> live(int most) {
        return JdkFlowAdapter.flowPublisherToFlux(queryOfNewest(most).observe())
                .concatMap(
                        links -> Flux.just(links).concatWith(Mono.delay(PERIOD).then(Mono.empty())), 0);
    }

    private Query<Link> queryOfNewest(int most) {
        return database.query(NEWEST, most).mapTo(Link.class);
    }

    /** Deletes a link and all that belongs to it, in one transaction; gives whether there was one. */
    Mono<Boolean> delete(String code) {
        return Mono.fromFuture(() -> database.inTransaction(tx -> tx.execute(
                                "DELETE FROM click WHERE link_id = (SELECT id FROM link WHERE code = ?)", code)
                        .thenCompose(clicks -> tx.execute(
                                "DELETE FROM target WHERE link_id = (SELECT id FROM link WHERE code = ?)", code))
                        .thenCompose(targets -> tx.execute("DELETE FROM link WHERE code = ?", code))))
                .map(deleted -> deleted.rowsUpdated() == 1);
    }
}
