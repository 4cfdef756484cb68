package io.asyncsqlite.samples.shortlinks.link;

import org.springframework.data.repository.reactive.ReactiveCrudRepository;
import reactor.core.publisher.Flux;

/** Former targets as Spring Data sees them. */
interface FormerTargetRepository extends ReactiveCrudRepository<FormerTarget, Long> {

    Flux<FormerTarget> findByLinkIdOrderByIdDesc(long linkId);
}
