package io.asyncsqlite.samples.shortlinks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One use of a link. */
record Click(
        long id,
        String code,
        Instant at,
        @Nullable String referrer,
        @Nullable String agent) {}
