package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteStats;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real application with its server on a free port, a client for it, and a look into its file from outside. */
public final class RunningApplication implements AutoCloseable {

    public static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path file;
    private final ConfigurableApplicationContext context;

    private RunningApplication(Path file, ConfigurableApplicationContext context) {
        this.file = file;
        this.context = context;
    }

    public static RunningApplication start(Path file, String... properties) {
        NonBlocking.watch();
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("server.port", "0");
        arguments.put("asyncsqlite.path", file.toString());
        arguments.put(
                "asyncsqlite.backup.directory", file.resolveSibling("backups").toString());
        arguments.put("shortlinks.new-links-per-minute", "100000");
        arguments.put("spring.main.banner-mode", "off");
        arguments.put("logging.level.root", "warn");
        for (String property : properties) {
            arguments.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        String[] all = arguments.entrySet().stream()
                .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                .toArray(String[]::new);
        return new RunningApplication(file, new SpringApplicationBuilder(ShortlinksApplication.class).run(all));
    }

    public AsyncSqlite database() {
        return context.getBean(AsyncSqlite.class);
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> getLater(String path) {
        return HTTP.sendAsync(request(path).build(), BodyHandlers.ofString());
    }

    HttpRequest posting(String body) {
        return request("/api/links")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    public HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return HTTP.send(posting(body), BodyHandlers.ofString());
    }

    /** Makes a link and returns its code. */
    public String shorten(String url) throws IOException, InterruptedException {
        return json(post("{\"url\": \"" + url + "\"}")).get("code").stringValue();
    }

    public static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    /** Asks the file through a connection that has nothing to do with the library. */
    public long number(String sql) throws SQLException {
        return number(file, sql);
    }

    public static long number(Path file, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }

    void awaitStats(Predicate<SqliteStats> wanted) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> database().stats(), wanted);
    }

    /** Does something while the writing connection is busy, so that other writes wait. */
    <T> T whileNothingIsWritten(Callable<T> action) throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<Boolean> writer = database().write(connection -> {
            busy.countDown();
            return released.await(1, TimeUnit.MINUTES);
        });
        try {
            assertThat(busy.await(1, TimeUnit.MINUTES)).isTrue();
            return action.call();
        } finally {
            released.countDown();
            writer.get(1, TimeUnit.MINUTES);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
