package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that leave, read slowly or are too many. */
@Timeout(60)
class PressureTests {

    private static final String EXPORT = "GET /api/clicks.ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** With 512 characters each, more than fits in all the buffers between the database and a client. */
    private static final int CLICKS = 50_000;

    @TempDir
    Path directory;

    @AfterEach
    void noEventLoopWasBlocked() {
        assertThat(NonBlocking.violations()).isEmpty();
    }

    @Test
    void aRedirectWaitsForTheCommit() throws Exception {
        try (RunningApplication application = start()) {
            String code = application.shorten("https://example.org/");
            CompletableFuture<HttpResponse<String>> click = application.whileNothingIsWritten(() -> {
                CompletableFuture<HttpResponse<String>> waiting = application.getLater("/" + code);
                application.awaitStats(stats -> stats.queuedWrites() == 1);
                assertThat(waiting).isNotDone();
                assertThat(application.number("SELECT count(*) FROM click")).isZero();
                return waiting;
            });
            assertThat(click.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(302);
            assertThat(application.number("SELECT count(*) FROM click")).isOne();
        }
    }

    @Test
    void aClickWhoseClientLeavesWhileItWaitsNeverRuns() throws Exception {
        try (RunningApplication application = start()) {
            String code = application.shorten("https://example.org/");
            application.whileNothingIsWritten(() -> {
                Socket client =
                        RawClient.send(application.port(), "GET /" + code + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                application.awaitStats(stats -> stats.queuedWrites() == 1);
                client.close();
                application.awaitStats(stats -> stats.queuedWrites() == 0);
                return client;
            });
            assertThat(application.get("/" + code).statusCode()).isEqualTo(302);
            assertThat(application.number("SELECT count(*) FROM click")).isOne();
        }
    }

    @Test
    void tooManyWritesAtOnceAreToldToComeBack() throws Exception {
        try (RunningApplication application = start("asyncsqlite.queue-capacity=1")) {
            String code = application.shorten("https://example.org/");
            CompletableFuture<HttpResponse<String>> accepted = application.whileNothingIsWritten(() -> {
                CompletableFuture<HttpResponse<String>> waiting = application.getLater("/" + code);
                application.awaitStats(stats -> stats.queuedWrites() == 1);

                HttpResponse<String> refused = application.get("/" + code);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).contains("1");
                assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
                return waiting;
            });
            assertThat(accepted.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(302);
            assertThat(application.number("SELECT count(*) FROM click")).isOne();
        }
    }

    @Test
    void anExportThatIsCutOffFreesItsReader() throws Exception {
        try (RunningApplication application = start()) {
            fill(application);
            try (Socket client = RawClient.send(application.port(), EXPORT)) {
                assertThat(client.getInputStream().readNBytes(1024)).hasSize(1024);
                assertThat(application.database().stats().busyReaders()).isOne();
            }
            application.awaitStats(stats -> stats.busyReaders() == 0);
        }
    }

    @Test
    void slowExportsLeaveReadersForOthers() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (RunningApplication application = start()) {
            String code = fill(application);
            for (int i = 0; i < 2; i++) {
                Socket client = RawClient.send(application.port(), EXPORT);
                clients.add(client);
                assertThat(client.getInputStream().readNBytes(1024)).hasSize(1024);
            }
            assertThat(application.database().stats().busyReaders()).isEqualTo(2);

            HttpResponse<String> refused = application.get("/api/clicks.ndjson");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(application.get("/api/links/" + code + "/stats").statusCode())
                    .isEqualTo(200);
            assertThat(application.get("/" + code).statusCode()).isEqualTo(302);

            for (Socket client : clients) {
                client.close();
            }
            application.awaitStats(stats -> stats.busyReaders() == 0);
            HttpResponse<Stream<String>> export;
            do {
                // An export gives its reader back a moment before its permit.
                export = RunningApplication.HTTP.send(
                        application.request("/api/clicks.ndjson").build(), BodyHandlers.ofLines());
            } while (export.statusCode() == 503);
            assertThat(export.statusCode()).isEqualTo(200);
            try (Stream<String> lines = export.body()) {
                assertThat(lines.count()).isEqualTo(CLICKS + 1);
            }
        }
    }

    /** Makes a link with many clicks. */
    private static String fill(RunningApplication application) throws Exception {
        String code = application.shorten("https://example.org/");
        application.database().execute("""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT INTO click (link_id, at, agent)
            SELECT link.id, '2026-11-23 01:02:03', ? FROM n, link
            """, CLICKS, "x".repeat(512)).join();
        return code;
    }

    private RunningApplication start(String... properties) {
        return RunningApplication.start(directory.resolve("links.db"), properties);
    }
}
