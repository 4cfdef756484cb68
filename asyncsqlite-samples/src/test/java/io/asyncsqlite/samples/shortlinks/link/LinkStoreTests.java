package io.asyncsqlite.samples.shortlinks.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.ClassPathResource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Timeout(60)
class LinkStoreTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AsyncSqlite database = AsyncSqlite.inMemory();

    @BeforeEach
    void createTables() throws IOException {
        for (String script : List.of("001-links.sql", "002-counts.sql", "003-search.sql")) {
            database.executeScript(new ClassPathResource("db/" + script).getContentAsString(StandardCharsets.UTF_8))
                    .join();
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCodeThatIsTakenIsDrawnAgain() {
        LinkStore links = store(2);

        StepVerifier.create(Flux.concat(links.create("https://a.example", ""), links.create("https://b.example", ""))
                        .map(Link::code))
                .expectNext("0000000", "1111111")
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void drawingEndsWhenNoCodeIsFree() {
        LinkStore links = store(100);
        links.create("https://a.example", "").block(PATIENCE);

        assertThatThrownBy(() -> links.create("https://b.example", "").block(PATIENCE))
                .isInstanceOf(ConstraintException.class);
    }

    @Test
    void storeRunsNothingWithoutASubscriber() {
        LinkStore links = store(1);

        Mono<Link> unused = links.create("https://a.example", "");

        assertThat(unused).isNotNull();
        assertThat(database.query("SELECT count(*) FROM link")
                        .mapTo(Long.class)
                        .one()
                        .join())
                .isZero();
    }

    @Test
    void liveListFollowsClicks() {
        LinkStore links = store(1);
        String code = Objects.requireNonNull(
                        links.create("https://a.example", "").block())
                .code();

        StepVerifier.create(links.live(10).map(list -> list.get(0).clicks()))
                .expectNext(0L)
                .then(() -> links.click(code, null, null).block())
                .expectNext(1L)
                .thenCancel()
                .verify(Duration.ofSeconds(20));
    }

    private LinkStore store(int times) {
        return new LinkStore(database, new Codes(eachCode(times)));
    }

    /** Draws each code a number of times before the next: 0000000, then 1111111 and so on. */
    private static RandomGenerator eachCode(int times) {
        return new RandomGenerator() {

            private int digits;

            @Override
            public int nextInt(int bound) {
                return digits++ / 7 / times;
            }

            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }
        };
    }
}
