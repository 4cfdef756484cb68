package io.asyncsqlite.samples.mvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@Timeout(60)
class RedirectsTests {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @TempDir
    Path directory;

    private ConfigurableApplicationContext application;

    @BeforeEach
    void start() {
        application = new SpringApplicationBuilder(RedirectsApplication.class)
                .run("--server.port=0", "--asyncsqlite.path=" + directory.resolve("links.db"));
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void everyRedirectIsACommittedClick() throws Exception {
        assertThat(send("PUT", "/abcdefg", "https://example.org/").statusCode()).isEqualTo(204);

        List<CompletableFuture<HttpResponse<Void>>> clicks = IntStream.range(0, 200)
                .mapToObj(i -> HTTP.sendAsync(request("/abcdefg").build(), BodyHandlers.discarding()))
                .toList();

        assertThat(clicks).allSatisfy(click -> {
            assertThat(click.join().statusCode()).isEqualTo(302);
            assertThat(click.join().headers().firstValue("Location")).contains("https://example.org/");
        });
        assertThat(count()).isEqualTo(200);
    }

    @Test
    void otherTargetForgetsTheClicks() throws Exception {
        send("PUT", "/abcdefg", "https://example.org/");
        send("GET", "/abcdefg", "");
        send("PUT", "/abcdefg", "https://example.org/");
        assertThat(count()).isOne();

        send("PUT", "/abcdefg", "https://example.org/new");
        assertThat(count()).isZero();
        assertThat(send("GET", "/abcdefg", "").headers().firstValue("Location")).contains("https://example.org/new");
    }

    @Test
    void unknownCodeIsNotFound() throws Exception {
        assertThat(send("GET", "/zzzzzzz", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/short", "").statusCode()).isEqualTo(404);
        assertThat(count()).isZero();
    }

    private long count() {
        return application
                .getBean(AsyncSqlite.class)
                .query("SELECT count(*) FROM click")
                .mapTo(Long.class)
                .one()
                .join();
    }

    private HttpResponse<Void> send(String method, String path, String url) throws Exception {
        return HTTP.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString("{\"url\": \"" + url + "\"}"))
                        .build(),
                BodyHandlers.discarding());
    }

    private HttpRequest.Builder request(String path) {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }
}
