package io.asyncsqlite.integration.features;

import java.util.Collection;
import org.springframework.data.domain.Pageable;
import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.r2dbc.repository.R2dbcRepository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Queries as programs declare them. */
interface Items extends R2dbcRepository<Item, Long> {

    /** A part of an item as an interface. */
    interface Title {

        String getTitle();
    }

    /** A part of an item as a record. */
    record Stars(String title, int stars) {}

    Flux<Item> findByStarsGreaterThanAndTitleStartingWithOrderByTitle(int stars, String start);

    Flux<Item> findByTitleIgnoreCase(String title);

    Flux<Item> findByTitleContaining(String part);

    Flux<Item> findByTitleIn(Collection<String> titles);

    Flux<Item> findAllBy(Pageable page);

    Flux<Title> findTitlesByStars(int stars);

    Flux<Stars> findStarsByStars(int stars);

    Mono<Long> countByStarsLessThan(int stars);

    Mono<Boolean> existsByTitle(String title);

    Mono<Long> deleteByStarsLessThan(int stars);

    @Query("SELECT * FROM item WHERE title IN (:titles) AND stars >= :least ORDER BY title")
    Flux<Item> search(Collection<String> titles, int least);

    @Modifying
    @Query("UPDATE item SET stars = stars + :more WHERE stars < :below")
    Mono<Long> addStars(int more, int below);
}
