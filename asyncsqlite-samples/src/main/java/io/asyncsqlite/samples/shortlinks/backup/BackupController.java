package io.asyncsqlite.samples.shortlinks.backup;

import io.asyncsqlite.samples.shortlinks.Problems;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes and lists backups. Only JSON starts one: pages of other sites cannot send that. Their content is not served. */
@RestController
@RequestMapping("/api/backups")
final class BackupController {

    private final Backups backups;

    BackupController(Backups backups) {
        this.backups = backups;
    }

    @GetMapping
    Mono<List<BackupFile>> list() {
        return Mono.fromCallable(backups::list).subscribeOn(Schedulers.boundedElastic());
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    BackupState start(@RequestBody String ignored) {
        if (!backups.start()) {
            throw Problems.problem(HttpStatus.CONFLICT, "A backup is being made already");
        }
        return backups.state();
    }
}
