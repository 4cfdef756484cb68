package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** The other tests prove nothing unless these pass. */
@Timeout(60)
class NonBlockingTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @BeforeEach
    void watch() {
        NonBlocking.watch();
        NonBlocking.violations();
    }

    @Test
    void aWaitOnAParallelThreadIsNoticed() {
        waitOn(Schedulers.parallel());

        assertThat(NonBlocking.violations()).isNotEmpty();
    }

    @Test
    void aWaitOnAnEventLoopIsNoticed() {
        LoopResources loops = LoopResources.create("watched", 1, true);
        try {
            waitOn(Schedulers.fromExecutor(loops.onServer(false)));

            assertThat(NonBlocking.violations()).isNotEmpty();
        } finally {
            loops.disposeLater().block(PATIENCE);
        }
    }

    @Test
    void aWaitOnAThreadThatMayBlockIsNot() {
        waitOn(Schedulers.boundedElastic());

        assertThat(NonBlocking.violations()).isEmpty();
    }

    private static void waitOn(Scheduler scheduler) {
        Mono.fromCallable(() -> new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS))
                .subscribeOn(scheduler)
                .block(PATIENCE);
    }
}
