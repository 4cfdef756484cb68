package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once, and a restart: every click that was answered is there, once. */
@Timeout(300)
class ShortlinksIT {

    private static final int CLICKS = 20_000;
    private static final int CLIENTS = 64;
    private static final String URL = "https://example.org/where/it/leads";

    @TempDir
    Path directory;

    @Test
    void everyClickThatWasAnsweredIsCountedAfterARestart() throws Exception {
        Path file = directory.resolve("links.db");
        String code;
        try (RunningApplication application = RunningApplication.start(file)) {
            code = application.shorten(URL);
            long started = System.nanoTime();
            assertThat(click(application, code)).isEqualTo(CLICKS);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            System.out.printf(
                    "%d clicks of %d clients in %d ms: %d/s%n", CLICKS, CLIENTS, millis, CLICKS * 1000L / millis);
        }
        try (RunningApplication application = RunningApplication.start(file)) {
            HttpResponse<String> stats = application.get("/api/links/" + code + "/stats");
            assertThat(RunningApplication.json(stats).get("clicks").longValue()).isEqualTo(CLICKS);
            assertThat(application.get("/api/clicks.ndjson").body().lines()).hasSize(CLICKS);
        }
        assertThat(RunningApplication.number(file, "SELECT count(*) FROM click"))
                .isEqualTo(CLICKS);
        try (AsyncSqlite database = AsyncSqlite.open(file)) {
            assertThat(database.query("SELECT count(*) FROM click")
                            .mapTo(Long.class)
                            .one()
                            .join())
                    .isEqualTo(CLICKS);
        }
        assertThat(NonBlocking.violations()).isEmpty();
    }

    /** Lets the clients share the clicks and returns how many of the answers were as they should be. */
    private static long click(RunningApplication application, String code) throws Exception {
        HttpRequest request = application.request("/" + code).build();
        AtomicInteger left = new AtomicInteger(CLICKS);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Integer>> redirected = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                redirected.add(clients.submit(() -> click(request, left)));
            }
            long sum = 0;
            for (Future<Integer> client : redirected) {
                sum += client.get();
            }
            return sum;
        } finally {
            clients.shutdownNow();
        }
    }

    private static int click(HttpRequest request, AtomicInteger left) throws Exception {
        int redirected = 0;
        while (left.getAndDecrement() > 0) {
            HttpResponse<Void> response = RunningApplication.HTTP.send(request, BodyHandlers.discarding());
            if (response.statusCode() == 302
                    && response.headers()
                            .firstValue("Location")
                            .filter(URL::equals)
                            .isPresent()) {
                redirected++;
            }
        }
        return redirected;
    }
}
