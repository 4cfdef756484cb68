package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;

/** Describes the place where a property was set. */
final class PropertyOrigins {

    private PropertyOrigins() {}

    static String from(@Nullable Origin origin) {
        return origin == null ? "" : " (from " + origin + ")";
    }
}
