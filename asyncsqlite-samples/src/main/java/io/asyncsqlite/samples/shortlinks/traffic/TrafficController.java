package io.asyncsqlite.samples.shortlinks.traffic;

import io.asyncsqlite.samples.shortlinks.Problems;
import io.asyncsqlite.samples.shortlinks.link.Link;
import io.asyncsqlite.samples.shortlinks.link.LinkStore;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Starts and stops simulated traffic. Only JSON starts it: pages of other sites cannot send that. */
@RestController
@RequestMapping("/api/traffic")
final class TrafficController {

    private static final int VISITED = 10;
    private static final List<String> EXAMPLES = List.of("write-ahead logging", "full-text search", "online backup");

    private final Traffic traffic;
    private final LinkStore links;

    TrafficController(Traffic traffic, LinkStore links) {
        this.traffic = traffic;
        this.links = links;
    }

    @GetMapping
    TrafficState state() {
        return traffic.state();
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<TrafficState> start(@RequestBody TrafficRequest wanted) {
        TrafficRequest checked = wanted.checked();
        return links.newest(VISITED)
                .flatMap(newest -> newest.isEmpty() ? examples() : Mono.just(newest))
                .map(visited -> {
                    if (!traffic.start(checked, visited.stream().map(Link::code).toList())) {
                        throw Problems.problem(HttpStatus.CONFLICT, "Traffic is being simulated already");
                    }
                    return traffic.state();
                });
    }

    private Mono<List<Link>> examples() {
        return Flux.fromIterable(EXAMPLES)
                .concatMap(title -> links.create("https://example.org/" + title.replace(' ', '-'), title))
                .collectList();
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void stop() {
        traffic.stop();
    }
}
