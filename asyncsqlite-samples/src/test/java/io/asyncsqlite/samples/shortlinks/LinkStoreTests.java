package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
        database.executeScript(new ClassPathResource("schema.sql").getContentAsString(StandardCharsets.UTF_8))
                .join();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theSchemaMayBeCreatedAgain() throws IOException {
        createTables();
    }

    @Test
    void aCodeThatIsTakenIsDrawnAgain() {
        LinkStore links = new LinkStore(database, new Codes(eachCode(2)));

        StepVerifier.create(Flux.concat(links.create("https://a.example"), links.create("https://b.example"))
                        .map(Link::code))
                .expectNext("0000000", "1111111")
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void drawingEndsWhenNoCodeIsFree() {
        LinkStore links = new LinkStore(database, new Codes(eachCode(100)));
        links.create("https://a.example").block(PATIENCE);

        assertThatThrownBy(() -> links.create("https://b.example").block(PATIENCE))
                .isInstanceOf(ConstraintException.class);
    }

    @Test
    void storeRunsNothingWithoutASubscriber() {
        LinkStore links = new LinkStore(database, new Codes(eachCode(1)));

        Mono<Link> unused = links.create("https://a.example");

        assertThat(unused).isNotNull();
        assertThat(database.query("SELECT count(*) FROM link")
                        .mapTo(Long.class)
                        .one()
                        .join())
                .isZero();
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
