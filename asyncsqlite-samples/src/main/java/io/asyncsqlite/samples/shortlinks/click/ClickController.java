package io.asyncsqlite.samples.shortlinks.click;

import io.asyncsqlite.samples.shortlinks.Problems;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Exports all clicks, one a line. The header {@code X-Rows} tells how many clicks to expect, for a progress bar; clicks of the meantime may add
 * some.
 */
@RestController
@RequestMapping("/api")
final class ClickController {

    /** A slow client keeps a reading connection and its snapshot, which the write-ahead log grows for, as long as it reads. */
    private static final int MAX_EXPORTS = 2;

    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final ClickExport export;
    private final Semaphore exports = new Semaphore(MAX_EXPORTS);

    ClickController(ClickExport export) {
        this.export = export;
    }

    @GetMapping(path = "/clicks.ndjson")
    Mono<ResponseEntity<Flux<ByteBuffer>>> ndjson() {
        return answer(MediaType.APPLICATION_NDJSON, "clicks.ndjson", limited(export.ndjson()));
    }

    @GetMapping(path = "/clicks.csv")
    Mono<ResponseEntity<Flux<ByteBuffer>>> csv() {
        return answer(CSV, "clicks.csv", limited(export.csv()));
    }

    /** Without it a HEAD would read everything. */
    @RequestMapping(path = "/clicks.ndjson", method = RequestMethod.HEAD)
    Mono<ResponseEntity<Flux<ByteBuffer>>> ndjsonHead() {
        return answer(MediaType.APPLICATION_NDJSON, "clicks.ndjson", Flux.empty());
    }

    @RequestMapping(path = "/clicks.csv", method = RequestMethod.HEAD)
    Mono<ResponseEntity<Flux<ByteBuffer>>> csvHead() {
        return answer(CSV, "clicks.csv", Flux.empty());
    }

    private Mono<ResponseEntity<Flux<ByteBuffer>>> answer(MediaType type, String file, Flux<ByteBuffer> body) {
        return export.count()
                .map(rows -> ResponseEntity.ok()
                        .contentType(type)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"")
                        .header("X-Rows", String.valueOf(rows))
                        .body(body));
    }

    private Flux<ByteBuffer> limited(Flux<ByteBuffer> body) {
        return Flux.using(this::begin, permit -> body, Semaphore::release);
    }

    private Semaphore begin() {
        if (!exports.tryAcquire()) {
            throw Problems.unavailable("Other exports are running: try again later");
        }
        return exports;
    }
}
