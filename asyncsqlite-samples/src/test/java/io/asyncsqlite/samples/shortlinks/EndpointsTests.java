package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class EndpointsTests {

    private static final String URL = "https://example.org/some/where?a=b#c";

    private static RunningApplication application;

    @BeforeAll
    static void start(@TempDir Path directory) {
        application = RunningApplication.start(directory.resolve("links.db"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void noEventLoopWasBlocked() {
        assertThat(NonBlocking.violations()).isEmpty();
    }

    @Test
    void aNewLinkHasACodeAndALocation() throws Exception {
        HttpResponse<String> created = application.post("{\"url\": \"" + URL + "\"}");

        assertThat(created.statusCode()).isEqualTo(201);
        JsonNode link = RunningApplication.json(created);
        assertThat(link.get("code").stringValue()).matches("[0-9A-Za-z]{7}");
        assertThat(link.get("url").stringValue()).isEqualTo(URL);
        assertThat(created.headers().firstValue("Location"))
                .contains("/" + link.get("code").stringValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\": \"HTTP://EXAMPLE.ORG\"}",
                "{\"url\": \"http://127.0.0.1:8080/x\"}",
                "{\"url\": \"http://[::1]/\"}",
                "{\"url\": \"https://user@example.org/\", \"other\": 1}"
            })
    void anyAbsoluteHttpUrlIsTaken(String body) throws Exception {
        assertThat(application.post(body).statusCode()).isEqualTo(201);
    }

    @Test
    void aUrlOfAnyScriptBecomesOneThatAHeaderCanCarry() throws Exception {
        String code = application.shorten("https://example.org/\u00fc/\u4f60");

        assertThat(application.get("/" + code).headers().firstValue("Location"))
                .contains("https://example.org/%C3%BC/%E4%BD%A0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"url\": null}",
                "{\"url\": \"\"}",
                "{\"url\": {}}",
                "{\"url\": \"example.org\"}",
                "{\"url\": \"/path\"}",
                "{\"url\": \"https:///path\"}",
                "{\"url\": \"https:example.org\"}",
                "{\"url\": \"ftp://example.org/\"}",
                "{\"url\": \"javascript:alert(1)\"}",
                "{\"url\": \"https://exa mple.org/\"}",
                "{\"url\": \"https://example.org/\\r\\nSet-Cookie: a=b\"}",
                "{\"url\": \"https://example.org/\\u0000\"}"
            })
    void aBadUrlIsRefused(String body) throws Exception {
        HttpResponse<String> refused = application.post(body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertProblem(refused);
    }

    @Test
    void theProblemSaysWhatIsWrongWithAUrl() throws Exception {
        assertThat(RunningApplication.json(application.post("{\"url\": \"ftp://example.org/\"}"))
                        .get("detail")
                        .stringValue())
                .isEqualTo("url must start with http:// or https://");
    }

    @Test
    void aUrlHasAtMost2048Characters() throws Exception {
        String start = "https://example.org/";
        String longest = start + "x".repeat(2048 - start.length());

        assertThat(application.post("{\"url\": \"" + longest + "\"}").statusCode())
                .isEqualTo(201);
        assertThat(application.post("{\"url\": \"" + longest + "x\"}").statusCode())
                .isEqualTo(400);
        assertThat(application
                        .post("{\"url\": \"" + start + "\u00fc".repeat(400) + "\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aHugeBodyIsRefused() throws Exception {
        HttpResponse<String> refused =
                application.post("{\"url\": \"https://example.org/" + "x".repeat(100_000) + "\"}");

        assertThat(refused.statusCode()).isEqualTo(413);
    }

    @Test
    void linksMadeAtTheSameTimeAllGetCodesOfTheirOwn() {
        List<CompletableFuture<HttpResponse<String>>> posts = IntStream.range(0, 200)
                .mapToObj(i -> RunningApplication.HTTP.sendAsync(
                        application.posting("{\"url\": \"https://example.org/" + i + "\"}"), BodyHandlers.ofString()))
                .toList();

        Set<String> codes = posts.stream()
                .map(post -> RunningApplication.json(post.join()).get("code").stringValue())
                .collect(Collectors.toSet());
        assertThat(codes).hasSize(200);
    }

    @Test
    void aClickRedirectsAndIsInTheFileByThen() throws Exception {
        String code = application.shorten(URL);
        String count = "SELECT count(*) FROM click JOIN link ON link.id = link_id WHERE code = '" + code + "'";

        for (int clicks = 1; clicks <= 50; clicks++) {
            HttpResponse<String> redirect = application.get("/" + code);
            assertThat(application.number(count)).isEqualTo(clicks);
            assertThat(redirect.statusCode()).isEqualTo(302);
            assertThat(redirect.headers().firstValue("Location")).contains(URL);
        }
    }

    @Test
    void aClickRemembersWhoCameFromWhere() throws Exception {
        String code = application.shorten(URL);
        Instant before = Instant.now();

        HttpRequest click = application
                .request("/" + code)
                .header("Referer", "https://example.com/" + "r".repeat(1000))
                .header("User-Agent", "someone")
                .build();
        RunningApplication.HTTP.send(click, BodyHandlers.discarding());

        Click stored = onlyClick(code);
        assertThat(stored.at()).isBetween(before, Instant.now());
        assertThat(stored.agent()).isEqualTo("someone");
        assertThat(stored.referrer()).hasSize(512).startsWith("https://example.com/r");
    }

    @Test
    void aClickWithoutHeadersIsCountedToo() throws Exception {
        String code = application.shorten(URL);

        assertThat(RawClient.exchange(
                        application.port(),
                        "GET /" + code + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 302 ");

        Click stored = onlyClick(code);
        assertThat(stored.referrer()).isNull();
        assertThat(stored.agent()).isNull();
    }

    @Test
    void aHeadRequestTellsTheTargetAndIsNoClick() throws Exception {
        String code = application.shorten(URL);

        HttpResponse<Void> answer = head("/" + code);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).contains(URL);
        assertThat(head("/zzzzzzz").statusCode()).isEqualTo(404);
        assertThat(application.number(
                        "SELECT count(*) FROM click JOIN link ON link.id = link_id WHERE code = '" + code + "'"))
                .isZero();
    }

    private static HttpResponse<Void> head(String path) throws Exception {
        return RunningApplication.HTTP.send(
                application
                        .request(path)
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
    }

    record Click(
            long id,
            String code,
            Instant at,
            @Nullable String referrer,
            @Nullable String agent) {}

    private static Click onlyClick(String code) {
        return application
                .database()
                .query(
                        "SELECT click.id, code, at, referrer, agent FROM click JOIN link ON link.id = link_id WHERE"
                                + " code = ?",
                        code)
                .mapTo(Click.class)
                .one()
                .join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/0000000",
                "/api/links/0000000/stats",
                "/short",
                "/far2long",
                "/with-es",
                "/api/links/short/stats",
                "/favicon.ico"
            })
    void unknownLinkIsNotFound(String path) throws Exception {
        HttpResponse<String> missing = application.get(path);

        assertThat(missing.statusCode()).isEqualTo(404);
        assertProblem(missing);
    }

    @Test
    void aClickOnAnUnknownCodeLeavesNoTrace() throws Exception {
        long clicks = application.number("SELECT count(*) FROM click");

        assertThat(application.get("/zzzzzzz").statusCode()).isEqualTo(404);

        assertThat(application.number("SELECT count(*) FROM click")).isEqualTo(clicks);
    }

    @Test
    void aCodeOfTheWrongShapeDoesNotReachTheDatabase() throws Exception {
        int status = application.whileNothingIsWritten(
                () -> application.get("/not_one").statusCode());

        assertThat(status).isEqualTo(404);
    }

    @Test
    void clicksAreCountedByMinute() throws Exception {
        String code = application.shorten(URL);
        List<Instant> times = List.of(
                Instant.parse("2026-11-23T01:02:00Z"),
                Instant.parse("2026-11-23T01:02:59.999999999Z"),
                Instant.parse("2026-11-23T01:04:00Z"));
        for (Instant at : times) {
            application
                    .database()
                    .execute("INSERT INTO click (link_id, at) SELECT id, ? FROM link WHERE code = ?", at, code)
                    .join();
        }

        HttpResponse<String> stats = application.get("/api/links/" + code + "/stats");

        assertThat(stats.statusCode()).isEqualTo(200);
        assertThat(stats.body())
                .isEqualTo("{\"code\":\"" + code + "\",\"url\":\"" + URL + "\",\"clicks\":3,\"minutes\":["
                        + "{\"minute\":\"2026-11-23T01:02:00Z\",\"clicks\":2},"
                        + "{\"minute\":\"2026-11-23T01:04:00Z\",\"clicks\":1}]}");
    }

    @Test
    void aLinkWithoutClicksHasEmptyStats() throws Exception {
        String code = application.shorten(URL);

        assertThat(application.get("/api/links/" + code + "/stats").body()).endsWith("\"clicks\":0,\"minutes\":[]}");
    }

    @Test
    void theStatsNeedOnlyTheIndex() {
        String plan = application
                .database()
                .query("EXPLAIN QUERY PLAN SELECT substr(at, 1, 16), count(*) FROM click"
                        + " WHERE link_id = 1 GROUP BY substr(at, 1, 16) ORDER BY substr(at, 1, 16)")
                .map(row -> String.valueOf(row.getString("detail")))
                .one()
                .join();

        assertThat(plan).contains("click_by_minute").doesNotContain("TEMP");
    }

    @Test
    void everyClickIsALineOfJson() throws Exception {
        String code = application.shorten(URL);
        application.get("/" + code);
        Click click = onlyClick(code);

        HttpResponse<String> export = application.get("/api/clicks.ndjson");

        assertThat(export.statusCode()).isEqualTo(200);
        assertThat(export.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/x-ndjson"));
        assertThat(export.body().lines())
                .hasSize((int) application.number("SELECT count(*) FROM click"))
                .contains("{\"id\":" + click.id() + ",\"code\":\"" + code + "\",\"at\":\"" + click.at()
                        + "\",\"referrer\":null,\"agent\":\"" + click.agent() + "\"}");
    }

    @Test
    void thePageIsServedAndMayLoadNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = application.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        HttpHeaders headers = page.headers();
        assertThat(headers.firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none';"));
        assertThat(page.body()).contains("<title>shortlinks</title>");
    }

    @Test
    void healthAndMetricsAreExposed() throws Exception {
        assertThat(application.get("/actuator/health").body()).contains("\"status\":\"UP\"");
        assertThat(application.get("/actuator/metrics").statusCode()).isEqualTo(200);
        assertThat(application.get("/actuator/env").statusCode()).isEqualTo(404);
    }

    private static void assertProblem(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(RunningApplication.json(response).get("status").intValue()).isEqualTo(response.statusCode());
    }
}
