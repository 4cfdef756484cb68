package io.asyncsqlite.samples.shortlinks;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

@RestController
final class ClickController {

    /** A slow client keeps a reading connection and its snapshot, which the write-ahead log grows for, as long as it reads. */
    private static final int MAX_EXPORTS = 2;

    private static final int CLICKS_PER_BUFFER = 64;
    private static final int BUFFERS_AHEAD = 8;

    private final LinkStore links;
    private final JsonMapper json;
    private final Semaphore exports = new Semaphore(MAX_EXPORTS);

    ClickController(LinkStore links, JsonMapper json) {
        this.links = links;
        this.json = json;
    }

    /**
     * Streams all clicks, a JSON object a line.
     *
     * <p>Intentionally arrays: Spring encodes records into pooled buffers, one each, and loses some when the client leaves.
     */
    @GetMapping(path = "/clicks.ndjson", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<byte[]> clicks() {
        return Flux.using(
                        this::begin,
                        permit -> links.clicks().buffer(CLICKS_PER_BUFFER).map(this::lines),
                        Semaphore::release)
                .limitRate(BUFFERS_AHEAD);
    }

    private Semaphore begin() {
        if (!exports.tryAcquire()) {
            throw Unavailable.because("Other exports are running: try again later");
        }
        return exports;
    }

    private byte[] lines(List<Click> clicks) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Click click : clicks) {
            lines.writeBytes(json.writeValueAsBytes(click));
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
