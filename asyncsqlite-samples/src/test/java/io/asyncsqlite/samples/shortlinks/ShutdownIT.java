package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stop under load: what it answers is what it stores. */
@Timeout(120)
class ShutdownIT {

    @TempDir
    Path directory;

    @RepeatedTest(3)
    void eachAcceptedClickIsAnsweredAndStored() throws Exception {
        Path file = directory.resolve("links.db");
        Load load;
        try (RunningApplication application = RunningApplication.start(file)) {
            load = Load.on(application.port(), application.shorten("https://example.org/"), "stop");
            load.awaitRedirected(count -> count > 200);
        }
        load.end();

        assertThat(file.resolveSibling("links.db-wal")).doesNotExist();
        assertThat(load.others()).isEmpty();
        load.assertStoredAreThoseThatWereAnswered(file);
        assertThat(NonBlocking.violations()).isEmpty();
    }
}
