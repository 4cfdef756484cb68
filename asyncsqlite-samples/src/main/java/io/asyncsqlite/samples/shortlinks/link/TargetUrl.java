package io.asyncsqlite.samples.shortlinks.link;

import io.asyncsqlite.samples.shortlinks.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** Where a link may lead. */
final class TargetUrl {

    private static final int MAX_LENGTH = 2048;

    private TargetUrl() {}

    /** Returns a URL as a Location header can carry it, or throws an error of status 400 with the reason. */
    static String checked(@Nullable String url) {
        if (url == null) {
            throw refused("url is missing");
        }
        require(url.length() <= MAX_LENGTH, "url must have at most " + MAX_LENGTH + " characters, has " + url.length());
        URI uri = parse(url);
        require(
                "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()),
                "url must start with http:// or https://");
        require(uri.getHost() != null, "url must name a host");
        String ascii = uri.toASCIIString();
        require(
                ascii.length() <= MAX_LENGTH,
                "url must have at most " + MAX_LENGTH + " characters when percent-encoded");
        return ascii;
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw refused("url is not a URI: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw refused(message);
        }
    }

    private static ErrorResponseException refused(String message) {
        return Problems.problem(HttpStatus.BAD_REQUEST, message);
    }
}
