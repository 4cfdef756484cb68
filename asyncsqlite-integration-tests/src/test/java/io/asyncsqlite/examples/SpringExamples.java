package io.asyncsqlite.examples;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Pageable;
import org.springframework.data.r2dbc.repository.R2dbcRepository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Spring Data with nothing of SQLite in it. */
final class SpringExamples {

    private SpringExamples() {}

    // tag::repository[]
    record Bookmark(@Id @Nullable Long id, String url, int visits) {}

    interface Bookmarks extends R2dbcRepository<Bookmark, Long> {

        Flux<Bookmark> findByUrlContainingOrderByVisitsDesc(String part, Pageable page);
    }

    @Service
    static class BookmarkService {

        private final Bookmarks bookmarks;

        BookmarkService(Bookmarks bookmarks) {
            this.bookmarks = bookmarks;
        }

        @Transactional
        public Mono<Bookmark> visit(long id) {
            return bookmarks
                    .findById(id)
                    .map(found -> new Bookmark(id, found.url(), found.visits() + 1))
                    .flatMap(bookmarks::save);
        }

        public Mono<Bookmark> add(String url) {
            return bookmarks
                    .save(new Bookmark(null, url, 0))
                    .onErrorMap(DuplicateKeyException.class, e -> new IllegalArgumentException("known already"));
        }
    }
    // end::repository[]
}
