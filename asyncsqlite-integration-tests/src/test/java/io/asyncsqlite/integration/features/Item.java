package io.asyncsqlite.integration.features;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/** A row of most features. */
record Item(@Id @Nullable Long id, String title, @Nullable Integer stars, boolean done) {

    static Item of(String title, @Nullable Integer stars) {
        return new Item(null, title, stars, false);
    }
}
