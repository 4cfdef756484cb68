package io.asyncsqlite.integration;

import java.util.Collection;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.r2dbc.repository.R2dbcRepository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

interface NoteRepository extends R2dbcRepository<Note, Long> {

    /** Part of a note. */
    record Headline(String title, boolean done) {}

    Flux<Note> findByTitle(String title);

    Mono<Note> findFirstByTitleStartingWithOrderByStarsDesc(String start);

    Flux<Note> findByTitleContainingIgnoreCase(String part);

    Flux<Note> findByTitleEndingWith(String end);

    Flux<Note> findByTitleNotContaining(String part);

    Flux<Note> findByDoneTrueOrderByTitle();

    Flux<Note> findByDone(boolean done, Sort sort);

    Flux<Note> findByStarsBetween(int low, int high, Pageable page);

    Flux<Note> findByStarsIn(Collection<Integer> stars, Limit limit);

    Flux<Note> findByStarsIsNull();

    Flux<Note> findByKind(Note.Kind kind);

    Flux<Note> findByStarsGreaterThanAndDoneIsTrueOrTitle(int stars, String title);

    Flux<Headline> findHeadlinesByStarsGreaterThan(int stars);

    Mono<Long> countByDone(boolean done);

    Mono<Boolean> existsByTitle(String title);

    Mono<Long> deleteByStarsLessThan(int stars);

    @Query("SELECT * FROM note WHERE title = :title OR title LIKE :title || '!'")
    Flux<Note> search(String title);

    @Modifying
    @Query("UPDATE note SET stars = coalesce(stars, 0) + :more WHERE stars < :below OR stars IS NULL")
    Mono<Long> addStars(int more, int below);
}
