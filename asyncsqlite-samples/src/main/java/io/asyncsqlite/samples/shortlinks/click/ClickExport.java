package io.asyncsqlite.samples.shortlinks.click;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.transfer.Csv;
import io.asyncsqlite.transfer.NdJson;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.springframework.stereotype.Component;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Exports all clicks of one snapshot, oldest first. An export reads as far as its subscriber asks, and keeps a reading connection until it ends. */
@Component
final class ClickExport {

    /** Times are stored in UTC without a zone; programs that read an export need the zone (RFC 3339). */
    private static final String CLICKS = """
        SELECT click.id, link.code, replace(click.at, ' ', 'T') || 'Z' AS at, %s AS referrer, %s AS agent
        FROM click JOIN link ON link.id = click.link_id ORDER BY click.id
        """;

    private static final String ALL = CLICKS.formatted("click.referrer", "click.agent");
    private static final String FOR_SPREADSHEETS =
            CLICKS.formatted(withoutFormula("click.referrer"), withoutFormula("click.agent"));
    private static final String FORMULA = "[-=+@\t\r]*";

    private final AsyncSqlite database;

    ClickExport(AsyncSqlite database) {
        this.database = database;
    }

    /** Clients send these texts: an apostrophe keeps a spreadsheet from taking one for a formula. */
    private static String withoutFormula(String column) {
        return "CASE WHEN %1$s GLOB ?1 THEN '''' || %1$s ELSE %1$s END".formatted(column);
    }

    /** Tells how many clicks there are, from the counts of the links: a look at each click would take long. */
    Mono<Long> count() {
        return Mono.fromFuture(() -> database.query("SELECT coalesce(sum(clicks), 0) FROM link")
                .mapTo(Long.class)
                .one());
    }

    Flux<ByteBuffer> ndjson() {
        return buffers(NdJson.from(database.query(ALL)).publisher());
    }

    Flux<ByteBuffer> csv() {
        return buffers(Csv.from(database.query(FOR_SPREADSHEETS, FORMULA)).publisher());
    }

    private static Flux<ByteBuffer> buffers(Flow.Publisher<ByteBuffer> export) {
        return JdkFlowAdapter.flowPublisherToFlux(export);
    }
}
