package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A real server in a JVM of its own, which the operating system asks to end. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no SIGTERM")
class TerminationTests {

    private static final int REQUESTS = 60;

    @TempDir
    private Path directory;

    /*
     * client                          server
     * 60 requests
     *                                 all handlers have submitted their write, each of which takes a while
     * SIGTERM
     *                                 refuses new connections, writes go on
     * 60 answers
     *                                 closes the file, ends
     */
    @Test
    void everyRequestInFlightAtSigtermIsAnswered() throws Exception {
        Path file = directory.resolve("notes.db");
        try (ChildJvm server = ChildJvm.start(
                directory,
                List.of("-Dspring.devtools.restart.enabled=false"),
                Application.class,
                "--asyncsqlite.path=" + file,
                "--asyncsqlite.init.schema-locations=classpath:init/schema.sql",
                "--server.address=127.0.0.1",
                "--server.port=0")) {
            URI uri = URI.create("http://127.0.0.1:" + port(server.awaitText(" listens;")) + "/notes");
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            HttpClient client = HttpClient.newHttpClient();
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(client.sendAsync(
                        HttpRequest.newBuilder(uri)
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString()));
            }
            server.awaitText("all entered");

            server.terminate();

            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.join().statusCode()).isEqualTo(200);
                assertThat(answer.join().body()).isEqualTo("1");
            }
            assertThat(server.awaitOutput()).doesNotContain("not finished");
            assertThat(server.exitCode()).isEqualTo(128 + 15);
        }
        assertThat(Path.of(file + "-wal")).doesNotExist();
        try (AsyncSqlite database = AsyncSqlite.open(file)) {
            assertThat(database.query("SELECT count(*) FROM note")
                            .mapTo(Integer.class)
                            .one()
                            .join())
                    .isEqualTo(REQUESTS);
        }
    }

    private static int port(String output) {
        Matcher port = Pattern.compile("port (\\d+) listens;").matcher(output);
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        public static void main(String[] arguments) {
            SpringApplication.run(Application.class, arguments);
        }

        @Bean
        ApplicationListener<WebServerInitializedEvent> announcement() {
            return event -> System.out.println("port " + event.getWebServer().getPort() + " listens;");
        }

        @Bean
        NotesController notesController(AsyncSqlite database) {
            return new NotesController(database);
        }
    }

    @RestController
    static class NotesController {

        // Some 30 ms of work.
        private static final String SLOW_INSERT = """
                INSERT INTO note(body)
                WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT max(i) FROM n
                """;

        private final AtomicInteger entered = new AtomicInteger();
        private final AsyncSqlite database;

        NotesController(AsyncSqlite database) {
            this.database = database;
        }

        @PostMapping("/notes")
        CompletableFuture<Long> write() {
            CompletableFuture<Long> written = database.execute(SLOW_INSERT).thenApply(result -> result.rowsUpdated());
            if (entered.incrementAndGet() == REQUESTS) {
                System.out.println("all entered");
            }
            return written;
        }
    }
}
