package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.WriteResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A real WebFlux server on the loopback interface. */
@Timeout(60)
class WebApplicationTests {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("notes.db");
    }

    /*
     * client                     server                          main
     * POST /notes
     *                            handler waits for `drained`
     *                                                            context.close()
     *                            refuses new connections
     *                            all higher phases have stopped
     *                            `drained`: handler writes
     * 200                        stops, beans are destroyed
     *                                                            close() returns
     */
    @Test
    void aRequestInFlightStillWritesDuringGracefulShutdown() throws Exception {
        CompletableFuture<HttpResponse<String>> response;
        try (ConfigurableApplicationContext context = start()) {
            context.getBean(AsyncSqlite.class)
                    .execute("CREATE TABLE note(body)")
                    .join();
            response = HttpClient.newHttpClient()
                    .sendAsync(
                            request(context, "/notes")
                                    .POST(BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString());
            context.getBean(NotesController.class).entered.await();
        }

        assertThat(response.join().statusCode()).isEqualTo(200);
        assertThat(response.join().body()).isEqualTo("1");
        assertThat(Path.of(file + "-wal")).doesNotExist();
        try (AsyncSqlite database = AsyncSqlite.open(file)) {
            assertThat(database.query("SELECT body FROM note")
                            .mapTo(String.class)
                            .list()
                            .join())
                    .containsExactly("written while draining");
        }
    }

    @Test
    void theHealthEndpointShowsTheDatabase() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(request(context, "/actuator/health").build(), BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .contains("\"asyncSqlite\":{\"details\":{\"queuedReads\":0,\"queuedWrites\":0,\"openReaders\":")
                    .contains("\"version\":\"3.")
                    .doesNotContain("notes.db");
        }
    }

    @Test
    void theReadinessGroupMayIncludeIt() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(request(context, "/actuator/health/readiness").build(), BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"asyncSqlite\"").contains("\"readinessState\"");
        }
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.REACTIVE)
                .properties(
                        "asyncsqlite.path=" + file,
                        "server.address=127.0.0.1",
                        "server.port=0",
                        "server.shutdown=graceful",
                        "management.endpoint.health.show-details=always",
                        "management.health.diskspace.enabled=false",
                        "management.endpoint.health.probes.enabled=true",
                        "management.endpoint.health.group.readiness.include=readinessState,asyncSqlite",
                        "spring.main.banner-mode=off")
                .run();
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext context, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(context) + path));
    }

    private static int port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        NotesController notesController(AsyncSqlite database) {
            return new NotesController(database);
        }

        @Bean
        DrainObserver drainObserver(NotesController controller, ConfigurableApplicationContext context) {
            return new DrainObserver(controller, context);
        }
    }

    @RestController
    static class NotesController {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CompletableFuture<Void> drained = new CompletableFuture<>();
        private final AsyncSqlite database;

        NotesController(AsyncSqlite database) {
            this.database = database;
        }

        @PostMapping("/notes")
        CompletableFuture<Long> write() {
            entered.countDown();
            return drained.thenCompose(
                            ignored -> database.execute("INSERT INTO note VALUES (?)", "written while draining"))
                    .thenApply(WriteResult::rowsUpdated);
        }
    }

    /** Lets the handler go on once the server, which stops in the same phase, accepts no connection any more. */
    static class DrainObserver implements SmartLifecycle {

        private final NotesController controller;
        private final ConfigurableApplicationContext context;
        private volatile boolean running;

        DrainObserver(NotesController controller, ConfigurableApplicationContext context) {
            this.controller = controller;
            this.context = context;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop(Runnable callback) {
            running = false;
            CompletableFuture.runAsync(() -> {
                        while (accepts(port(context))) {
                            Thread.onSpinWait();
                        }
                    })
                    .whenComplete((refused, failure) -> {
                        controller.drained.complete(null);
                        callback.run();
                    });
        }

        @Override
        public void stop() {
            stop(() -> {});
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
        }

        private static boolean accepts(int port) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }
    }
}
