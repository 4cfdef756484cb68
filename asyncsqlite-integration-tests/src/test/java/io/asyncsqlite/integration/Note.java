package io.asyncsqlite.integration;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/** A row with an id that SQLite makes. */
record Note(
        @Id @Nullable Long id,
        String title,
        boolean done,
        @Nullable Integer stars,
        @Nullable Kind kind) {

    enum Kind {
        IDEA,
        TASK
    }

    static Note of(String title) {
        return new Note(null, title, false, null, null);
    }

    static Note of(String title, int stars) {
        return new Note(null, title, stars > 2, stars, stars > 2 ? Kind.TASK : Kind.IDEA);
    }
}
