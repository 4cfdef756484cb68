package io.asyncsqlite.samples.shortlinks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the application.
 *
 * @param newLinksPerMinute links that may be made in a minute, and at once after a quiet minute; more are answered with 429
 */
@ConfigurationProperties("shortlinks")
public record ShortlinksProperties(@DefaultValue("60") int newLinksPerMinute) {

    /** Checks the values, so that a wrong one fails the start. */
    public ShortlinksProperties {
        if (newLinksPerMinute < 1) {
            throw new IllegalArgumentException(
                    "shortlinks.new-links-per-minute must be at least 1, was " + newLinksPerMinute);
        }
    }
}
