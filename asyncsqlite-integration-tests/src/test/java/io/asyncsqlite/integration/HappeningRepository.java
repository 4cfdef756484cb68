package io.asyncsqlite.integration;

import java.time.Instant;
import java.util.UUID;
import org.springframework.data.r2dbc.repository.R2dbcRepository;
import reactor.core.publisher.Flux;

interface HappeningRepository extends R2dbcRepository<Happening, UUID> {

    Flux<Happening> findByAtBetweenOrderByAt(Instant from, Instant to);

    Flux<Happening> findByFlagTrue();
}
