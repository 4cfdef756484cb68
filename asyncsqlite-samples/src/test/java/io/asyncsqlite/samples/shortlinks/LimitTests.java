package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

/** Limits, and files of an older version. */
@Timeout(60)
class LimitTests {

    @TempDir
    Path directory;

    @Test
    void moreLinksThanAllowedAreToldToComeBack() throws Exception {
        try (RunningApplication application = start("shortlinks.new-links-per-minute=3")) {
            for (int i = 0; i < 3; i++) {
                assertThat(application.post("{\"url\": \"ftp://bad\"}").statusCode())
                        .isEqualTo(400);
                assertThat(application
                                .post("{\"url\": \"https://example.org/\"}")
                                .statusCode())
                        .isEqualTo(201);
            }

            HttpResponse<String> refused = application.post("{\"url\": \"https://example.org/\"}");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 21L);
            assertThat(application.number("SELECT count(*) FROM link")).isEqualTo(3);
        }
    }

    @Test
    void limitBelowOneFailsTheStart() {
        assertThatThrownBy(() -> start("shortlinks.new-links-per-minute=0"))
                .rootCause()
                .hasMessage("shortlinks.new-links-per-minute must be at least 1, was 0");
    }

    @Test
    void fileOfTheFirstVersionIsMigratedWithItsClicks() throws Exception {
        try (AsyncSqlite old = AsyncSqlite.open(directory.resolve("links.db"))) {
            old.executeScript(new ClassPathResource("db/001-links.sql").getContentAsString(StandardCharsets.UTF_8))
                    .join();
            old.executeScript("""
                    INSERT INTO link (id, code, url, created_at) VALUES (7, 'abcdefg', 'https://example.org/old', '2026-01-01');
                    INSERT INTO click (link_id, at) VALUES (7, '2026-01-01 00:00:00'), (7, '2026-01-02 00:00:00');
                    """).join();
        }
        try (RunningApplication application = start()) {
            assertThat(application.get("/api/links").body()).contains("\"clicks\":2");
            assertThat(application.get("/api/links?q=old").body()).contains("abcdefg");
            assertThat(application.get("/abcdefg").statusCode()).isEqualTo(302);
            assertThat(application.number("SELECT clicks FROM link")).isEqualTo(3);
        }
    }

    private RunningApplication start(String... properties) {
        return RunningApplication.start(directory.resolve("links.db"), properties);
    }
}
