package io.asyncsqlite.samples.shortlinks.live;

import io.asyncsqlite.samples.shortlinks.backup.Backups;
import io.asyncsqlite.samples.shortlinks.link.Link;
import io.asyncsqlite.samples.shortlinks.link.LinkStore;
import io.asyncsqlite.samples.shortlinks.traffic.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** One stream of events for each open page. A browser that reads slowly gets the latest state and misses those between. */
@RestController
final class EventController {

    private static final int LISTED = 50;
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final Flux<List<Link>> newest;
    private final FiguresSampler figures;
    private final Backups backups;
    private final Traffic traffic;
    private final Sinks.Empty<Void> closing = Sinks.empty();

    EventController(LinkStore links, FiguresSampler figures, Backups backups, Traffic traffic) {
        this.newest = links.live(LISTED).replay(1).refCount();
        this.figures = figures;
        this.backups = backups;
        this.traffic = traffic;
    }

    @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<?>> events() {
        return Flux.<ServerSentEvent<?>>merge(
                        newest.onBackpressureLatest().map(links -> event("links", links)),
                        figures.everySecond().map(now -> event("figures", now)),
                        states(backups::state).map(state -> event("backup", state)),
                        states(traffic::state).map(state -> event("traffic", state)))
                .takeUntilOther(closing.asMono());
    }

    /** Without it the answer to HEAD would wait for the end of a stream that has none. */
    @RequestMapping(path = "/api/events", method = RequestMethod.HEAD)
    ResponseEntity<Void> head() {
        return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).build();
    }

    /** Ends the streams before the web server waits for requests in flight. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closing.tryEmitEmpty();
    }

    private static <T> Flux<T> states(Supplier<T> state) {
        return Flux.interval(Duration.ZERO, PERIOD)
                .onBackpressureDrop()
                .map(tick -> state.get())
                .distinctUntilChanged();
    }

    private static <T> ServerSentEvent<T> event(String name, T data) {
        return ServerSentEvent.builder(data).event(name).build();
    }
}
