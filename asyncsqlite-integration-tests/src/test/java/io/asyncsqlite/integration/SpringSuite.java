package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One application for each wiring and class, on a file of its own, with empty tables before each test. */
@ParameterizedClass
@EnumSource(Wiring.class)
@Timeout(180)
abstract class SpringSuite {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    static ConfigurableApplicationContext application;

    @Parameter
    Wiring wiring;

    @BeforeParameterizedClassInvocation
    static void start(Wiring wiring) {
        application = wiring.start(directory.resolve(wiring + ".db"), "");
    }

    @AfterParameterizedClassInvocation
    static void stop(Wiring wiring) {
        application.close();
        // The last connection to a database removes its log.
        assertThat(directory.resolve(wiring + ".db")).exists();
        assertThat(directory.resolve(wiring + ".db-wal")).doesNotExist();
    }

    @BeforeEach
    void clear() {
        await(Flux.just("booking", "account", "note", "happening", "ticket")
                .concatMap(table -> client().sql("DELETE FROM " + table).then())
                .then());
    }

    static DatabaseClient client() {
        return bean(DatabaseClient.class);
    }

    static <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    static <T> @Nullable T await(Mono<T> mono) {
        return mono.block(PATIENCE);
    }

    static <T> List<T> all(Flux<T> flux) {
        return flux.collectList().block(PATIENCE);
    }
}
