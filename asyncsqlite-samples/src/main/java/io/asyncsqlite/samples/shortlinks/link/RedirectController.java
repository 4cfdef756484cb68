package io.asyncsqlite.samples.shortlinks.link;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Links, followed: each click is on the disk before the browser is sent on. */
@RestController
final class RedirectController {

    private static final String CODE = "/{code:" + Codes.SHAPE + "}";
    private static final int MAX_HEADER = 512;

    private final LinkStore links;

    RedirectController(LinkStore links) {
        this.links = links;
    }

    @GetMapping(CODE)
    Mono<ResponseEntity<Void>> follow(
            @PathVariable String code,
            @RequestHeader(name = HttpHeaders.REFERER, required = false) @Nullable String referrer,
            @RequestHeader(name = HttpHeaders.USER_AGENT, required = false) @Nullable String agent) {
        return links.click(code, cut(referrer), cut(agent))
                .map(RedirectController::found)
                .switchIfEmpty(LinkController.unknown());
    }

    /** Tells where a link leads, and counts no click. */
    @RequestMapping(path = CODE, method = RequestMethod.HEAD)
    Mono<ResponseEntity<Void>> look(@PathVariable String code) {
        return links.url(code).map(RedirectController::found).switchIfEmpty(LinkController.unknown());
    }

    /** Not to be kept by caches: each click counts. */
    private static ResponseEntity<Void> found(String url) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(url))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Headers are Latin-1, so a cut never splits a character. */
    private static @Nullable String cut(@Nullable String header) {
        return header == null || header.length() <= MAX_HEADER ? header : header.substring(0, MAX_HEADER);
    }
}
