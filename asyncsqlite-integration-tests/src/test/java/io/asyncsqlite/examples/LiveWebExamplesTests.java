package io.asyncsqlite.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.examples.LiveWebExamples.Headline;
import io.asyncsqlite.examples.LiveWebExamples.Headlines;
import io.asyncsqlite.examples.LiveWebExamples.LatestHeadlines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What docs/live.md shows of Spring holds. */
@Timeout(60)
class LiveWebExamplesTests {

    private static final Headline FIRST = new Headline(1, "first");
    private static final Headline SECOND = new Headline(2, "second");

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(directory.resolve("live.db"));
        db.executeScript(
                        "CREATE TABLE headline(id INTEGER PRIMARY KEY, title); INSERT INTO headline VALUES (1, 'first')")
                .join();
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void add() {
        db.execute("INSERT INTO headline(title) VALUES ('second')").join();
    }

    @Test
    void webFluxSendsEachResultAsAnEvent() {
        Flux<List<Headline>> events = WebTestClient.bindToController(new Headlines(db))
                .build()
                .get()
                .uri("/headlines")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<List<Headline>>() {})
                .getResponseBody();

        StepVerifier.create(events)
                .expectNext(List.of(FIRST))
                .then(this::add)
                .expectNext(List.of(FIRST, SECOND))
                .then(() -> db.close())
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void aComponentHasTheLatestResult() {
        try (LatestHeadlines headlines = new LatestHeadlines(db)) {
            add();
            while (!headlines.latest().equals(List.of(SECOND, FIRST))) {
                Thread.onSpinWait();
            }
            assertThat(headlines.latest()).hasSize(2);
        }
    }
}
