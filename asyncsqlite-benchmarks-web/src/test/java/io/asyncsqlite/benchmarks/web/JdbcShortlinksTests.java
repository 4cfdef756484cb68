package io.asyncsqlite.benchmarks.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

@Timeout(60)
class JdbcShortlinksTests {

    @TempDir
    Path directory;

    @Test
    void rivalRedirectsStoresAndHasTheSameSettings() throws Exception {
        Path file = directory.resolve("links.db");
        Links.prepare(file);
        try (ConfigurableApplicationContext rival =
                new SpringApplicationBuilder(JdbcShortlinks.class).run("--server.port=0", "--links.path=" + file)) {
            HttpResponse<Void> redirect = get(rival, "/abcdefg");
            assertThat(redirect.statusCode()).isEqualTo(302);
            assertThat(redirect.headers().firstValue("Location")).contains("https://example.org/");
            assertThat(get(rival, "/zzzzzzz").statusCode()).isEqualTo(404);

            JdbcTemplate jdbc = rival.getBean(JdbcTemplate.class);
            assertThat(jdbc.queryForObject("PRAGMA journal_mode", String.class)).isEqualTo("wal");
            assertThat(jdbc.queryForObject("PRAGMA synchronous", Integer.class)).isEqualTo(2);
            assertThat(jdbc.queryForObject("PRAGMA cache_size", Integer.class)).isEqualTo(-16384);
            assertThat(jdbc.queryForObject("SELECT clicks FROM link", Integer.class))
                    .isOne();
            Timer requests = rival.getBean(MeterRegistry.class)
                    .get("http.server.requests")
                    .tag("status", "302")
                    .timer();
            assertThat(requests.count()).isOne();
            assertThat(requests.takeSnapshot().percentileValues())
                    .extracting(ValueAtPercentile::percentile)
                    .containsExactly(0.99);
        }
        Links.check(file, 1);
        assertThatThrownBy(() -> Links.check(file, 2)).hasMessage("2 clicks were answered, 1 are stored");
    }

    @Test
    void figuresOfWrkAreRead() throws Exception {
        Wrk.Figures figures =
                Wrk.figures("...\nFIGURES requests=1000 micros=500000 p50=1 p99=2 p999=3 max=4 failed=5\n");

        assertThat(figures).isEqualTo(new Wrk.Figures(1000, 2000, 1, 2, 3, 4, 5));
        assertThatThrownBy(() -> Wrk.figures("nothing")).isInstanceOf(IOException.class);
    }

    private static HttpResponse<Void> get(ConfigurableApplicationContext application, String path) throws Exception {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        BodyHandlers.discarding());
    }
}
