package io.asyncsqlite.samples.shortlinks.link;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** Where a link led before it was changed, for Spring Data. */
@Table("target")
record FormerTarget(@Id @Nullable Long id, long linkId, String url, Instant until) {}
