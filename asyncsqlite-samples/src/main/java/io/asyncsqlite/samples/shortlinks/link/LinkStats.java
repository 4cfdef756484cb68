package io.asyncsqlite.samples.shortlinks.link;

import java.time.Instant;
import java.util.List;

/** How often a link was used: in total and in each minute that had clicks, oldest first. */
record LinkStats(String code, String url, long clicks, List<Minute> minutes) {

    record Minute(Instant minute, long clicks) {}
}
