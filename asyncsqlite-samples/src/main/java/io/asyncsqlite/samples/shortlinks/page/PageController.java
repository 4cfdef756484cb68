package io.asyncsqlite.samples.shortlinks.page;

import io.asyncsqlite.samples.shortlinks.Problems;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Serves the page and what it loads. */
@RestController
final class PageController {

    private static final String POLICY =
            "default-src 'none'; connect-src 'self'; img-src 'self' data:; style-src 'self'; "
                    + "script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final Assets assets;

    PageController(Assets assets) {
        this.assets = assets;
    }

    @GetMapping("/")
    ResponseEntity<String> page() {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body(assets.page());
    }

    @GetMapping("/assets/{*path}")
    ResponseEntity<String> asset(@PathVariable String path) {
        Assets.Asset asset = assets.find(path.substring(1));
        if (asset == null) {
            throw Problems.problem(HttpStatus.NOT_FOUND, "There is no such file");
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)))
                .eTag(asset.tag())
                .header("X-Content-Type-Options", "nosniff")
                .contentType(asset.type())
                .body(asset.text());
    }
}
