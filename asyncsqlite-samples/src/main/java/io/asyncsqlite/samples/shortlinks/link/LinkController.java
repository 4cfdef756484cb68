package io.asyncsqlite.samples.shortlinks.link;

import io.asyncsqlite.samples.shortlinks.Problems;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Links as resources. */
@RestController
@RequestMapping("/api/links")
final class LinkController {

    private static final String ONE = "/{code:" + Codes.SHAPE + "}";
    private static final int LISTED = 50;

    private final LinkStore links;
    private final LinkSearch search;
    private final Targets targets;
    private final CreationLimit limit;

    LinkController(LinkStore links, LinkSearch search, Targets targets, CreationLimit limit) {
        this.links = links;
        this.search = search;
        this.targets = targets;
        this.limit = limit;
    }

    @PostMapping
    Mono<ResponseEntity<Link>> create(@RequestBody NewLink wanted) {
        String url = TargetUrl.checked(wanted.url());
        String title = Title.checked(wanted.title());
        limit.take();
        return links.create(url, title)
                .map(link ->
                        ResponseEntity.created(URI.create("/" + link.code())).body(link));
    }

    /** The newest links. */
    @GetMapping
    Mono<List<Link>> list() {
        return links.newest(LISTED);
    }

    @GetMapping(params = "q")
    Mono<List<FoundLink>> find(@RequestParam("q") String words) {
        return search.find(words);
    }

    @GetMapping(ONE + "/stats")
    Mono<LinkStats> stats(@PathVariable String code) {
        return links.stats(code).switchIfEmpty(unknown());
    }

    /** Lets a link lead elsewhere. */
    @PutMapping(ONE + "/url")
    Mono<NewLink> change(@PathVariable String code, @RequestBody NewLink wanted) {
        return targets.change(code, TargetUrl.checked(wanted.url()))
                .map(link -> new NewLink(link.url(), link.title()))
                .switchIfEmpty(unknown());
    }

    /** Where a link led before. */
    @GetMapping(ONE + "/former")
    Mono<List<FormerTarget>> former(@PathVariable String code) {
        return targets.former(code).switchIfEmpty(unknown());
    }

    @DeleteMapping(ONE)
    Mono<ResponseEntity<Void>> delete(@PathVariable String code) {
        return links.delete(code)
                .filter(deleted -> deleted)
                .map(deleted -> ResponseEntity.noContent().<Void>build())
                .switchIfEmpty(unknown());
    }

    static <T> Mono<T> unknown() {
        return Mono.error(() -> Problems.problem(HttpStatus.NOT_FOUND, "There is no such link"));
    }
}
