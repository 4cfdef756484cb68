package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;

/** Says where a property was set. */
final class PropertyOrigins {

    private PropertyOrigins() {}

    static String from(@Nullable Origin origin) {
        return origin == null ? "" : " (from " + origin + ")";
    }
}
