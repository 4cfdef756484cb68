package io.asyncsqlite.samples.shortlinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application, started as a user does. */
@Timeout(180)
class JarIT {

    private static final String JAR = System.getProperty("sample.jar");
    private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

    @TempDir
    Path directory;

    @Test
    void theJarServesAndStopsAndWarnsOfNothing() throws Exception {
        serveAndStop(JAR);
    }

    @Test
    void theJarDoesSoTooWithTheBeansThatWereMadeAheadOfTime() throws Exception {
        assertThat(serveAndStop(JAR, "-Dspring.aot.enabled=true"))
                .contains("Starting AOT-processed ShortlinksApplication");
    }

    /** The commands of docs/spring.md, "Start time". */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "-XX:AOTCacheOutput came with JDK 25")
    void theExtractedJarServesFromACacheOfTheJvm() throws Exception {
        Path extracted = directory.resolve("shortlinks");
        java("-Djarmode=tools", "-jar", JAR, "extract", "--destination", extracted.toString());
        String jar = extracted.resolve("shortlinks.jar").toString();
        String cache = directory.resolve("shortlinks.aot").toString();
        java(
                "-XX:AOTCacheOutput=" + cache,
                "-Dspring.aot.enabled=true",
                "-Dspring.context.exit=onRefresh",
                "-jar",
                jar);

        serveAndStop(jar, "-XX:AOTCache=" + cache, "-XX:AOTMode=on", "-Dspring.aot.enabled=true");
    }

    /** Runs a program to its end. */
    private void java(String... arguments) throws Exception {
        Process process = new ProcessBuilder(command(arguments))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            kill(process);
        }
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("output.txt")))
                .isZero();
    }

    private String serveAndStop(String jar, String... options) throws Exception {
        StringBuffer log = new StringBuffer();
        List<String> command = command(options);
        command.addAll(List.of("-jar", jar, "--server.port=0"));
        Path errors = directory.resolve("stderr.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            String server = "http://127.0.0.1:" + port(process, log).get(60, TimeUnit.SECONDS);
            String code = shorten(server);

            assertThat(get(server + "/" + code).statusCode()).isEqualTo(302);
            assertThat(get(server + "/api/links/" + code + "/stats").body()).contains("\"clicks\":1");
            assertThat(get(server + "/api/clicks.ndjson").body().lines()).hasSize(1);
            assertThat(get(server + "/").body()).contains("<title>shortlinks</title>");
            assertThat(get(server + "/actuator/health").body()).contains("UP");
            assertThat(get(server + "/actuator/sbom/application").body())
                    .contains("\"bomFormat\"")
                    .contains("asyncsqlite-spring-boot-starter");
        } finally {
            process.destroy();
            process.waitFor(60, TimeUnit.SECONDS);
            kill(process);
        }
        assertThat(directory.resolve("shortlinks.db-wal")).doesNotExist();
        assertThat(RunningApplication.number(directory.resolve("shortlinks.db"), "SELECT count(*) FROM click"))
                .isOne();
        assertThat(Files.readString(errors)).isEmpty();
        return log.toString();
    }

    /** Ends a process that has not ended by itself, and waits for its end. */
    private static void kill(Process process) throws InterruptedException {
        assertThat(process.destroyForcibly().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Reads the log to its end, and gives the port as soon as the application has started. */
    private static CompletableFuture<Integer> port(Process process, StringBuffer seen) {
        CompletableFuture<Integer> started = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader log = process.inputReader()) {
                        readLog(log, started, seen);
                    } catch (IOException e) {
                        started.completeExceptionally(e);
                    }
                },
                "log-reader");
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    private static void readLog(BufferedReader log, CompletableFuture<Integer> started, StringBuffer seen)
            throws IOException {
        int port = 0;
        String line;
        while ((line = log.readLine()) != null) {
            seen.append(line).append('\n');
            Matcher matcher = PORT.matcher(line);
            if (matcher.find()) {
                port = Integer.parseInt(matcher.group(1));
            } else if (line.contains("Started ShortlinksApplication")) {
                started.complete(port);
            }
        }
        started.completeExceptionally(new IllegalStateException("The application ended:\n" + seen));
    }

    private static String shorten(String server) throws IOException, InterruptedException {
        HttpRequest post = request(server + "/api/links")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"url\": \"https://example.org/\"}"))
                .build();
        HttpResponse<String> created = RunningApplication.HTTP.send(post, BodyHandlers.ofString());
        assertThat(created.statusCode()).isEqualTo(201);
        return RunningApplication.json(created).get("code").stringValue();
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return RunningApplication.HTTP.send(request(url).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
    }
}
