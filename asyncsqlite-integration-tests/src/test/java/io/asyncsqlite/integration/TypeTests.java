package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import reactor.core.publisher.Flux;

/** Properties of every type, ids of the program's own, and versions. */
class TypeTests extends SpringSuite {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00.000000001Z");

    private final HappeningRepository happenings = bean(HappeningRepository.class);

    @Test
    void everyTypeComesBack() {
        Happening given = new Happening(
                UUID.randomUUID(),
                null,
                NOON,
                LocalDate.of(2026, 5, 4),
                LocalTime.of(12, 30, 15, 123_456_789),
                LocalDateTime.of(2026, 5, 4, 23, 59, 59, 999_999_999),
                ZonedDateTime.of(2026, 5, 4, 1, 2, 3, 4, ZoneOffset.UTC),
                Duration.ofSeconds(90, 5),
                new BigDecimal("12345678901.25"),
                0.1,
                Long.MAX_VALUE,
                true,
                new byte[] {0, 1, -1});

        await(happenings.save(given));

        Happening read = await(happenings.findById(given.id()));
        assertThat(read).usingRecursiveComparison().ignoringFields("version").isEqualTo(given);
        assertThat(read.version()).isZero();
    }

    @Test
    void nullsComeBack() {
        Happening given = await(happenings.save(Happening.at(NOON)));

        assertThat(await(happenings.findById(given.id()))).isEqualTo(given);
    }

    @Test
    void typesAreStoredAsTheCoreStoresThem() {
        Happening given = await(happenings.save(Happening.at(NOON).withTotal(7)));

        assertThat(await(client().sql(
                                "SELECT at, typeof(at) AS kind, typeof(total) AS number FROM happening WHERE id = :id")
                        .bind("id", given.id().toString())
                        .fetch()
                        .one()))
                .containsEntry("at", "2026-05-04 12:00:00.000000001")
                .containsEntry("kind", "text")
                .containsEntry("number", "integer");
    }

    @Test
    void timesAreComparedAndSorted() {
        await(Flux.range(0, 5)
                .concatMap(i -> happenings.save(Happening.at(NOON.plusNanos(500_000_000L * i))))
                .then());

        assertThat(all(happenings
                        .findByAtBetweenOrderByAt(NOON.plusNanos(1), NOON.plusSeconds(1))
                        .map(Happening::at)))
                .containsExactly(NOON.plusNanos(500_000_000), NOON.plusSeconds(1));
    }

    @Test
    void decimalsAreComparedAsNumbers() {
        await(Flux.just("9.5", "10", "100.25", "-1")
                .concatMap(price -> happenings.save(Happening.at(NOON).withPrice(new BigDecimal(price))))
                .then());

        assertThat(all(happenings
                        .findByPriceGreaterThanOrderByPrice(new BigDecimal("9"))
                        .map(Happening::price)))
                .containsExactly(new BigDecimal("9.5"), new BigDecimal("10"), new BigDecimal("100.25"));
        assertThat(all(happenings
                        .findByPriceBetweenOrderByPrice(new BigDecimal("9.5"), new BigDecimal("10"))
                        .map(Happening::price)))
                .containsExactly(new BigDecimal("9.5"), new BigDecimal("10"));
        assertThat(await(happenings.highestPrice())).isEqualTo(new BigDecimal("100.25"));
        assertThat(await(happenings.numberOfPrices())).isEqualTo(new BigDecimal("4"));
    }

    @Test
    void durationsAreComparedAsNumbers() {
        await(Flux.just(9, 10, 100)
                .concatMap(seconds -> happenings.save(Happening.at(NOON).withSpan(Duration.ofSeconds(seconds))))
                .then());

        assertThat(all(happenings.findBySpanGreaterThan(Duration.ofSeconds(9)).map(Happening::span)))
                .containsExactlyInAnyOrder(Duration.ofSeconds(10), Duration.ofSeconds(100));
    }

    @Test
    void aTimeThatSqliteFilledInIsComparedAndRead() {
        await(client().sql("INSERT INTO happening(id, version) VALUES (:id, 0)")
                .bind("id", UUID.randomUUID())
                .then());
        Instant now = Instant.now();

        assertThat(all(happenings.findByAtBetweenOrderByAt(now.minusSeconds(60), now.plusSeconds(60))))
                .singleElement()
                .satisfies(
                        happening -> assertThat(happening.at()).isBetween(now.minusSeconds(60), now.plusSeconds(60)));
    }

    @Test
    void booleansAreFound() {
        Happening given = Happening.at(NOON);
        await(happenings.save(given));
        await(client().sql("UPDATE happening SET flag = TRUE").then());

        assertThat(all(happenings.findByFlagTrue().map(Happening::flag))).containsExactly(true);
    }

    @Test
    void anOldVersionIsRefused() {
        Happening first = await(happenings.save(Happening.at(NOON)));
        Happening second = await(happenings.save(first.withTotal(1)));

        assertThat(second.version()).isEqualTo(1);
        assertThatThrownBy(() -> await(happenings.save(first.withTotal(2))))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(await(happenings.findById(first.id())).total()).isEqualTo(1);
    }

    @Test
    void aTextThatIsNoTimeIsNotRead() {
        await(client().sql("INSERT INTO happening(id, version, at) VALUES (:id, 0, 'yesterday')")
                .bind("id", UUID.randomUUID())
                .then());

        assertThatThrownBy(() -> all(happenings.findAll())).hasMessageContaining("Instant");
    }
}
