package io.asyncsqlite.samples.mvc;

import io.asyncsqlite.BlockingSqlite;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Links, followed and set. The thread of a request waits for the COMMIT, which it shares with those that wait beside it. */
@RestController
class RedirectController {

    private static final String CLICK = """
        INSERT INTO click (link_id, at) SELECT id, ? FROM link WHERE code = ?
        RETURNING (SELECT url FROM link WHERE link.id = click.link_id)
        """;

    private final BlockingSqlite database;

    RedirectController(BlockingSqlite database) {
        this.database = database;
    }

    @GetMapping("/{code:[0-9A-Za-z]{7}}")
    ResponseEntity<Void> follow(@PathVariable String code) {
        return database.query(CLICK, Instant.now(), code)
                .mapTo(String.class)
                .first()
                .map(url -> ResponseEntity.status(HttpStatus.FOUND)
                        .location(URI.create(url))
                        .<Void>build())
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    /** Sets where a link leads, and forgets the clicks on another target: both or none. */
    @Transactional
    @PutMapping("/{code:[0-9A-Za-z]{7}}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void set(@PathVariable String code, @RequestBody Target target) {
        Map<String, String> link = Map.of("code", code, "url", target.url().toString());
        database.execute(
                "DELETE FROM click WHERE link_id = (SELECT id FROM link WHERE code = :code AND url <> :url)", link);
        database.execute(
                "INSERT INTO link (code, url) VALUES (:code, :url) ON CONFLICT (code) DO UPDATE SET url = excluded.url",
                link);
    }

    /**
     * Where a link leads.
     *
     * @param url an absolute URL
     */
    record Target(URI url) {}
}
