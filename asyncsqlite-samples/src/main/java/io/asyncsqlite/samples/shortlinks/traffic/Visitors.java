package io.asyncsqlite.samples.shortlinks.traffic;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Clients of the application's own web server, over the loopback interface. */
@Component
final class Visitors {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_CONNECTIONS = 64;

    private volatile int port;

    @EventListener
    void started(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
    }

    /** Follows links until the run ends. */
    void visit(TrafficRun run, List<String> codes) {
        ConnectionProvider connections = ConnectionProvider.create("visitors", MOST_CONNECTIONS);
        WebClient client = WebClient.builder()
                .baseUrl("http://127.0.0.1:" + port)
                .clientConnector(new ReactorClientHttpConnector(
                        HttpClient.create(connections).responseTimeout(PATIENCE)))
                .build();
        Flux.range(0, run.clients())
                .flatMap(i -> click(client, run, codes).repeat(run::goesOn), run.clients())
                .doFinally(signal -> {
                    run.end();
                    connections.disposeLater().subscribe();
                })
                .subscribe();
    }

    private static Mono<Void> click(WebClient client, TrafficRun run, List<String> codes) {
        return Mono.defer(() -> client.get()
                        .uri("/{code}", codes.get(ThreadLocalRandom.current().nextInt(codes.size())))
                        .header("User-Agent", "simulated visitor")
                        .exchangeToMono(answer -> answer.releaseBody()
                                .thenReturn(answer.statusCode().is3xxRedirection())))
                .onErrorReturn(false)
                .doOnNext(run::count)
                .then();
    }
}
