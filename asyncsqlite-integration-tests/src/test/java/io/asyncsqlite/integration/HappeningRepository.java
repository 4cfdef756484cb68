package io.asyncsqlite.integration;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.r2dbc.repository.R2dbcRepository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

interface HappeningRepository extends R2dbcRepository<Happening, UUID> {

    Flux<Happening> findByAtBetweenOrderByAt(Instant from, Instant to);

    Flux<Happening> findByFlagTrue();

    Flux<Happening> findByPriceGreaterThanOrderByPrice(BigDecimal price);

    Flux<Happening> findByPriceBetweenOrderByPrice(BigDecimal from, BigDecimal to);

    Flux<Happening> findBySpanGreaterThan(Duration span);

    @Query("SELECT max(price) FROM happening")
    Mono<BigDecimal> highestPrice();

    @Query("SELECT count(price) FROM happening")
    Mono<BigDecimal> numberOfPrices();
}
