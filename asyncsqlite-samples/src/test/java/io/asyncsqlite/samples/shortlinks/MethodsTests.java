package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each path answers to each method. */
@Timeout(60)
class MethodsTests {

    private static RunningApplication application;
    private static String code;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        application = RunningApplication.start(directory.resolve("links.db"));
        code = application.shorten("https://example.org/");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void noEventLoopWasBlocked() {
        assertThat(NonBlocking.violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html;charset=UTF-8",
        "/assets/app.js, text/javascript;charset=UTF-8",
        "/assets/app.css, text/css;charset=UTF-8",
        "/assets/icon.svg, image/svg+xml",
        "/assets/lit-html/lit-html.js, text/javascript;charset=UTF-8",
        "/assets/lit-html/directives/repeat.js, text/javascript;charset=UTF-8",
        "/assets/uplot/dist/uPlot.iife.min.js, text/javascript;charset=UTF-8",
        "/assets/uplot/dist/uPlot.min.css, text/css;charset=UTF-8",
        "/api/links, application/json",
        "/api/links?q=example, application/json",
        "/api/links/CODE/stats, application/json",
        "/api/links/CODE/former, application/json",
        "/api/clicks.ndjson, application/x-ndjson",
        "/api/clicks.csv, text/csv;charset=UTF-8",
        "/api/backups, application/json",
        "/api/traffic, application/json",
        "/actuator/health, application/vnd.spring-boot.actuator.v3+json",
        "/actuator/health/readiness, application/vnd.spring-boot.actuator.v3+json",
        "/actuator/health/liveness, application/vnd.spring-boot.actuator.v3+json",
    })
    void getAndHeadTellTheSameTypeAndOnlyGetHasABody(String path, String type) throws Exception {
        HttpResponse<String> got = send("GET", path);
        HttpResponse<String> head = send("HEAD", path);

        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.headers().firstValue("Content-Type")).contains(type);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type")).contains(type);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /",
        "PUT, /assets/app.js",
        "PUT, /api/links",
        "DELETE, /api/links",
        "POST, /api/links/CODE",
        "GET, /api/links/CODE",
        "POST, /api/links/CODE/stats",
        "GET, /api/links/CODE/url",
        "DELETE, /api/links/CODE/url",
        "POST, /api/links/CODE/former",
        "POST, /CODE",
        "PUT, /CODE",
        "DELETE, /CODE",
        "POST, /api/clicks.ndjson",
        "DELETE, /api/clicks.csv",
        "POST, /api/events",
        "PUT, /api/backups",
        "DELETE, /api/backups",
        "PUT, /api/traffic"
    })
    void otherMethodIsNotAllowedAndTheAllowedOnesAreTold(String method, String path) throws Exception {
        HttpResponse<String> refused = send(method, path);

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow"))
                .hasValueSatisfying(allowed -> assertThat(allowed).isNotBlank().doesNotContain(method));
        assertProblem(refused);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /assets/none.js",
        "GET, /assets/",
        "GET, /assets/../application.properties",
        "GET, /api",
        "GET, /api/none",
        "HEAD, /zzzzzzz",
        "GET, /zzzzzzz",
        "GET, /api/links/zzzzzzz/stats",
        "GET, /api/links/zzzzzzz/former",
        "DELETE, /api/links/zzzzzzz",
        "GET, /actuator/env",
        "GET, /actuator/health/none"
    })
    void unknownPathIsNotFound(String method, String path) throws Exception {
        assertThat(send(method, path).statusCode()).isEqualTo(404);
    }

    /** A form of another site can send no JSON. */
    @ParameterizedTest
    @CsvSource({"/api/links", "/api/traffic", "/api/backups"})
    void onlyJsonChangesAnything(String path) throws Exception {
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded"}) {
            HttpResponse<String> refused = RunningApplication.HTTP.send(
                    application
                            .request(path)
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofString("{\"clients\":1,\"seconds\":1}"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(415);
            assertProblem(refused);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%22",
                "*",
                "a%20AND",
                "NEAR(",
                "-x",
                "title:x",
                "%00",
                "%20",
                "",
                "(((",
                "%F0%9F%98%80",
                "'%22%3B--"
            })
    void everyTextIsAValidSearch(String text) throws Exception {
        assertThat(application.get("/api/links?q=" + text).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"clients\": 0, \"seconds\": 1}",
                "{\"clients\": 65, \"seconds\": 1}",
                "{\"clients\": 1, \"seconds\": 0}",
                "{\"clients\": 1, \"seconds\": 31}",
                "{\"clients\": \"x\", \"seconds\": 1}"
            })
    void trafficHasLimits(String body) throws Exception {
        HttpResponse<String> refused = RunningApplication.HTTP.send(
                application
                        .request("/api/traffic")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(application.get("/api/traffic").body()).contains("\"running\":false");
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = application
                .request(path.replace("CODE", code))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.noBody())
                .build();
        return RunningApplication.HTTP.send(request, BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(RunningApplication.json(response).get("status").intValue()).isEqualTo(response.statusCode());
    }
}
