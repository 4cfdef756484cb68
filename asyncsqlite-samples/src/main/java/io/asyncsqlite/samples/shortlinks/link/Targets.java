package io.asyncsqlite.samples.shortlinks.link;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/** Lets links lead elsewhere, with Spring Data R2DBC on the same open database: the file has one writer for both. */
@Service
class Targets {

    private final StoredLinkRepository links;
    private final FormerTargetRepository targets;

    Targets(StoredLinkRepository links, FormerTargetRepository targets) {
        this.links = links;
        this.targets = targets;
    }

    /** Changes where a link leads, and remembers where it led: both or none. Gives nothing if there is no such link. */
    @Transactional
    Mono<StoredLink> change(String code, String url) {
        return links.findByCode(code)
                .flatMap(link -> targets.save(new FormerTarget(null, link.id(), link.url(), Instant.now()))
                        .then(links.save(link.to(url))));
    }

    /** Gives where a link led before, the newest first, or nothing if there is no such link. */
    @Transactional(readOnly = true)
    Mono<List<FormerTarget>> former(String code) {
        return links.findByCode(code)
                .flatMap(link -> targets.findByLinkIdOrderByIdDesc(link.id()).collectList());
    }
}
