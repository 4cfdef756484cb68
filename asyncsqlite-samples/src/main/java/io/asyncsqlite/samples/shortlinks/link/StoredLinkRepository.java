package io.asyncsqlite.samples.shortlinks.link;

import org.springframework.data.repository.reactive.ReactiveCrudRepository;
import reactor.core.publisher.Mono;

/** Links as Spring Data sees them. */
interface StoredLinkRepository extends ReactiveCrudRepository<StoredLink, Long> {

    Mono<StoredLink> findByCode(String code);
}
