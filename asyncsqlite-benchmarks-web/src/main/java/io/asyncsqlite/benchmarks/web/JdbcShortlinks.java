package io.asyncsqlite.benchmarks.web;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The rival: the sample's redirect with JdbcTemplate, HikariCP and sqlite-jdbc, on virtual threads. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
class JdbcShortlinks {

    private static final String CLICK = """
        INSERT INTO click (link_id, at, referrer, agent)
        SELECT id, ?, ?, ? FROM link WHERE code = ?
        RETURNING (SELECT url FROM link WHERE link.id = click.link_id)
        """;

    private final JdbcTemplate jdbc;

    JdbcShortlinks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    static void serve(String... args) {
        SpringApplication.run(JdbcShortlinks.class, args);
    }

    @GetMapping("/{code:[0-9A-Za-z]{7}}")
    ResponseEntity<Void> follow(
            @PathVariable String code,
            @RequestHeader(name = HttpHeaders.REFERER, required = false) @Nullable String referrer,
            @RequestHeader(name = HttpHeaders.USER_AGENT, required = false) @Nullable String agent) {
        List<@Nullable String> urls =
                jdbc.queryForList(CLICK, String.class, Instant.now().toString(), referrer, agent, code);
        String url = urls.isEmpty() ? null : urls.get(0);
        return url == null
                ? ResponseEntity.notFound().build()
                : ResponseEntity.status(HttpStatus.FOUND)
                        .location(URI.create(url))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build();
    }
}
