package io.asyncsqlite.samples.shortlinks;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

@RestController
final class LinkController {

    private static final int MAX_HEADER = 512;

    private final LinkStore links;

    LinkController(LinkStore links) {
        this.links = links;
    }

    @PostMapping("/links")
    Mono<ResponseEntity<Link>> create(@RequestBody NewLink wanted) {
        return links.create(TargetUrl.checked(wanted.url()))
                .map(link ->
                        ResponseEntity.created(URI.create("/" + link.code())).body(link));
    }

    @GetMapping("/{code:" + Codes.SHAPE + "}")
    Mono<ResponseEntity<Void>> follow(
            @PathVariable String code,
            @RequestHeader(name = HttpHeaders.REFERER, required = false) @Nullable String referrer,
            @RequestHeader(name = HttpHeaders.USER_AGENT, required = false) @Nullable String agent) {
        return links.click(code, cut(referrer), cut(agent))
                .map(LinkController::found)
                .switchIfEmpty(unknown());
    }

    /** Tells where a link leads, and counts no click. */
    @RequestMapping(path = "/{code:" + Codes.SHAPE + "}", method = RequestMethod.HEAD)
    Mono<ResponseEntity<Void>> look(@PathVariable String code) {
        return links.url(code).map(LinkController::found).switchIfEmpty(unknown());
    }

    private static ResponseEntity<Void> found(String url) {
        return ResponseEntity.status(HttpStatus.FOUND).location(URI.create(url)).build();
    }

    @GetMapping("/links/{code:" + Codes.SHAPE + "}/stats")
    Mono<LinkStats> stats(@PathVariable String code) {
        return links.stats(code).switchIfEmpty(unknown());
    }

    private static <T> Mono<T> unknown() {
        return Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such link"));
    }

    /** Headers are Latin-1, so a cut never splits a character. */
    private static @Nullable String cut(@Nullable String header) {
        return header == null || header.length() <= MAX_HEADER ? header : header.substring(0, MAX_HEADER);
    }
}
