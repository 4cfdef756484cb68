package io.asyncsqlite.samples.shortlinks.link;

import io.asyncsqlite.samples.shortlinks.Problems;
import io.asyncsqlite.samples.shortlinks.ShortlinksProperties;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Limits how many links are made in a minute, by all clients together: what one client may do is better limited where its address is
 * known, in the proxy before the application.
 */
@Component
final class CreationLimit {

    private final Bucket bucket;

    CreationLimit(ShortlinksProperties properties) {
        int most = properties.newLinksPerMinute();
        this.bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, Duration.ofMinutes(1)))
                .build();
    }

    /** Takes the place of one link, or throws an error of status 429. Does not block. */
    void take() {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Problems.later(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "Too many links were made in the last minute: no link was made",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1));
        }
    }
}
