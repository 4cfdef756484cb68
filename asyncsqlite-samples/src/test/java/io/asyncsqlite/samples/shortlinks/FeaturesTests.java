package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Search, changes of links, live events, traffic, backups and limits. */
@Timeout(60)
class FeaturesTests {

    private static final String URL = "https://example.org/some/where";

    @TempDir
    Path directory;

    private RunningApplication application;

    @BeforeEach
    void start() {
        application = RunningApplication.start(directory.resolve("links.db"));
    }

    @AfterEach
    void stop() {
        application.close();
        assertThat(NonBlocking.violations()).isEmpty();
    }

    @Test
    void searchFindsWordsOfTitlesAndUrlsAndMarksThem() throws Exception {
        send("POST", "/api/links", "{\"url\": \"https://example.org/zebra\", \"title\": \"Gestreifte Pf\u00e9rde\"}");
        application.shorten("https://example.org/horse");

        JsonNode found = json("/api/links?q=zeb%20pferd");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("title").stringValue()).isEqualTo("Gestreifte Pf\u00e9rde");
        assertThat(found.get(0).get("snippet").get(1).stringValue()).isIn("Pf\u00e9rde", "zebra");
        assertThat(json("/api/links?q=example")).hasSize(2);
        assertThat(json("/api/links?q=nothing")).isEmpty();
    }

    @Test
    void changedLinkLeadsElsewhereAndRemembersWhereItLed() throws Exception {
        String code = application.shorten(URL);

        assertThat(send("PUT", "/api/links/" + code + "/url", "{\"url\": \"https://example.org/new\"}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(application.get("/" + code).headers().firstValue("Location")).contains("https://example.org/new");
        JsonNode former = json("/api/links/" + code + "/former");
        assertThat(former).hasSize(1);
        assertThat(former.get(0).get("url").stringValue()).isEqualTo(URL);
        assertThat(json("/api/links?q=new")).hasSize(1);
        assertThat(json("/api/links?q=where")).isEmpty();
    }

    @Test
    void changeThatFailsChangesNothing() throws Exception {
        String code = application.shorten(URL);
        application
                .database()
                .executeScript(
                        "CREATE TRIGGER refused BEFORE UPDATE OF url ON link BEGIN SELECT RAISE(ABORT, 'no'); END")
                .join();

        assertThat(send("PUT", "/api/links/" + code + "/url", "{\"url\": \"https://example.org/new\"}")
                        .statusCode())
                .isEqualTo(500);

        assertThat(application.number("SELECT count(*) FROM target")).isZero();
        assertThat(application.get("/" + code).headers().firstValue("Location")).contains(URL);
    }

    @Test
    void deletedLinkIsGoneWithItsClicks() throws Exception {
        String code = application.shorten(URL);
        String other = application.shorten(URL);
        application.get("/" + code);
        application.get("/" + other);

        assertThat(send("DELETE", "/api/links/" + code, "").statusCode()).isEqualTo(204);

        assertThat(application.get("/" + code).statusCode()).isEqualTo(404);
        assertThat(json("/api/links")).hasSize(1);
        assertThat(application.number("SELECT count(*) FROM click")).isOne();
        assertThat(json("/api/links?q=where")).hasSize(1);
    }

    @Test
    void titleHasAtMost200CharactersOfText() throws Exception {
        assertThat(title("x".repeat(200)).statusCode()).isEqualTo(201);
        assertThat(title("x".repeat(201)).statusCode()).isEqualTo(400);
        assertThat(title("a\\u0000b").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> title(String title) throws Exception {
        return send("POST", "/api/links", "{\"url\": \"" + URL + "\", \"title\": \"" + title + "\"}");
    }

    @Test
    void openPageGetsTheCountAfterAClick() throws Exception {
        String code = application.shorten(URL);
        try (Stream<String> lines = events()) {
            Iterator<String> events = lines.iterator();
            awaitLine(events, "\"clicks\":0");
            application.get("/" + code);
            awaitLine(events, "\"clicks\":1");
            awaitLine(events, "\"writesPerSecond\"");
        }
        application.awaitStats(stats -> stats.busyReaders() == 0);
    }

    @Test
    void headOfTheEventsEnds() throws Exception {
        HttpResponse<String> head = send("HEAD", "/api/events", "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type")).contains("text/event-stream");
    }

    @Test
    void openPagesDoNotHoldUpTheEndOfTheApplication() throws Exception {
        try (Stream<String> lines = events()) {
            Iterator<String> events = lines.iterator();
            awaitLine(events, "event:links");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(application::close);
            while (events.hasNext()) {
                events.next();
            }
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void trafficIsStoredAndStopsWhenAsked() throws Exception {
        HttpResponse<String> started = send("POST", "/api/traffic", "{\"clients\": 64, \"seconds\": 30}");
        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(send("POST", "/api/traffic", "{\"clients\": 1, \"seconds\": 1}")
                        .statusCode())
                .isEqualTo(409);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> json("/api/traffic").get("answered").longValue() > 100);

        assertThat(send("DELETE", "/api/traffic", "").statusCode()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !json("/api/traffic").get("running").booleanValue());

        JsonNode state = json("/api/traffic");
        assertThat(state.get("failed").longValue()).isZero();
        assertThat(application.number("SELECT count(*) FROM click"))
                .isEqualTo(state.get("answered").longValue());
        assertThat(application.number("SELECT sum(clicks) FROM link"))
                .isEqualTo(state.get("answered").longValue());
    }

    @Test
    void trafficEndsByItself() throws Exception {
        send("POST", "/api/traffic", "{\"clients\": 2, \"seconds\": 1}");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !json("/api/traffic").get("running").booleanValue());
        assertThat(send("DELETE", "/api/traffic", "").statusCode()).isEqualTo(204);
    }

    @Test
    void backupIsMadeListedAndOpens() throws Exception {
        application.shorten(URL);

        assertThat(send("POST", "/api/backups", "{}").statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(20)).until(() -> json("/api/backups").size() == 1);

        JsonNode backup = json("/api/backups").get(0);
        assertThat(backup.get("name").stringValue()).matches("shortlinks-\\d{8}T\\d{6}Z\\.db");
        Path file = directory.resolve("backups").resolve(backup.get("name").stringValue());
        assertThat(backup.get("bytes").longValue()).isEqualTo(file.toFile().length());
        assertThat(RunningApplication.number(file, "SELECT count(*) FROM link")).isOne();
    }

    @Test
    void csvHasAHeaderAndQuotesWhatClientsSend() throws Exception {
        String code = application.shorten(URL);
        RunningApplication.HTTP.send(
                application
                        .request("/" + code)
                        .header("User-Agent", "=a \"quoted\", one")
                        .build(),
                BodyHandlers.discarding());

        HttpResponse<String> export = application.get("/api/clicks.csv");

        assertThat(export.headers().firstValue("X-Rows")).contains("1");
        List<String> lines = export.body().lines().toList();
        assertThat(lines.get(0)).isEqualTo("id,code,at,referrer,agent");
        assertThat(lines.get(1))
                .matches("1," + code
                        + ",\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z,,\"'=a \"\"quoted\"\", one\"");
        assertThat(lines).hasSize(2);
    }

    @Test
    void meterOfRedirectsAndOfTheDatabaseAreForPrometheus() throws Exception {
        application.get("/" + application.shorten(URL));

        String figures = application.get("/actuator/prometheus").body();

        assertThat(figures).contains("asyncsqlite_commit_group_size_operations_count{database=\"shortlinks\"}");
        assertThat(figures).contains("db_client_operation_duration_seconds_count{");
        assertThat(application.get("/actuator/health/readiness").body()).contains("\"UP\"");
    }

    private Stream<String> events() throws Exception {
        HttpResponse<Stream<String>> events =
                RunningApplication.HTTP.send(application.request("/api/events").build(), BodyHandlers.ofLines());
        assertThat(events.statusCode()).isEqualTo(200);
        assertThat(events.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return events.body();
    }

    private static void awaitLine(Iterator<String> lines, String part) {
        while (!lines.next().contains(part)) {
            // The next line may have it; the test has a timeout.
        }
    }

    private JsonNode json(String path) throws Exception {
        return RunningApplication.json(application.get(path));
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return RunningApplication.HTTP.send(
                application
                        .request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
