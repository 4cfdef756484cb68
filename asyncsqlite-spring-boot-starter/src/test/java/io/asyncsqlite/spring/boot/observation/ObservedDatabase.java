package io.asyncsqlite.spring.boot.observation;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application with the database 'notes' in memory, whose operations are observed. */
final class ObservedDatabase {

    private ObservedDatabase() {}

    static ApplicationContextRunner runner(ObservationRegistry registry) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteObservationAutoConfiguration.class,
                        AsyncSqliteContextPropagationAutoConfiguration.class,
                        ObservationAutoConfiguration.class))
                .withPropertyValues("asyncsqlite.in-memory=true", "asyncsqlite.name=notes")
                .withBean(ObservationRegistry.class, () -> registry);
    }

    /** Submits while the writer is busy, so that callbacks cannot run on this thread. */
    static <T> T held(AsyncSqlite database, Supplier<T> submission) {
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<Boolean> held = database.write(connection -> {
            released.await();
            return true;
        });
        T submitted = submission.get();
        released.countDown();
        held.join();
        return submitted;
    }
}
