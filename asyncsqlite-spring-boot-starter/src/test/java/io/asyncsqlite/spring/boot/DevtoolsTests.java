package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.core.DatabaseClient;

/** Devtools close the context and start the application again in a new class loader, in the same JVM. */
@Timeout(180)
class DevtoolsTests {

    private static final int STARTS = 3;

    @TempDir
    private Path directory;

    static Stream<List<String>> aRestartedApplicationFindsItsFilesClosedAndItsDataThere() {
        return Stream.of(
                List.of("--spring.autoconfigure.exclude=" + R2dbcAutoConfiguration.class.getName()),
                List.of("--spring.autoconfigure.exclude=", "--asyncsqlite.r2dbc.enabled=true"),
                List.of("--spring.autoconfigure.exclude=", "--spring.r2dbc.url=r2dbc:sqlite:///other.db"));
    }

    @ParameterizedTest
    @MethodSource
    void aRestartedApplicationFindsItsFilesClosedAndItsDataThere(List<String> r2dbc) throws Exception {
        Path file = directory.resolve("notes.db");
        // In an application the library is a jar, of which a restart keeps the classes. Here it is a directory.
        Path settings = Files.createDirectories(directory.resolve("settings").resolve("META-INF"));
        Files.writeString(
                settings.resolve("spring-devtools.properties"),
                "restart.exclude.library=/asyncsqlite-[a-z0-9-]+/target/classes/");
        List<String> arguments = new ArrayList<>(r2dbc);
        arguments.add("--spring.main.web-application-type=none");
        arguments.add("--asyncsqlite.path=" + file);
        arguments.add("--asyncsqlite.init.schema-locations=classpath:init/schema.sql");
        try (ChildJvm program = ChildJvm.start(
                directory,
                List.of("-Dspring.devtools.restart.quiet-period=1ms"),
                settings.getParent() + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                Application.class,
                arguments.toArray(String[]::new))) {
            String output = program.awaitOutput();

            assertThat(output)
                    .contains("starts so far: 1", "starts so far: 2", "starts so far: " + STARTS)
                    .doesNotContain("APPLICATION FAILED TO START");
        }
        assertThat(Path.of(file + "-wal")).doesNotExist();
        assertThat(directory.resolve("other.db-wal")).doesNotExist();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        public static void main(String[] arguments) {
            SpringApplication.run(Application.class, arguments);
        }

        @Bean
        CommandLineRunner restart(AsyncSqlite database, ObjectProvider<ConnectionFactory> factory) {
            return arguments -> {
                factory.ifAvailable(Application::write);
                database.execute("INSERT INTO note(body) VALUES ('start')").join();
                int starts = database.query("SELECT count(*) FROM note")
                        .mapTo(Integer.class)
                        .one()
                        .join();
                System.out.println("starts so far: " + starts);
                if (starts < STARTS) {
                    Thread restart = new Thread(() -> Restarter.getInstance().restart(), "restart");
                    restart.setDaemon(false);
                    restart.start();
                }
            };
        }

        private static void write(ConnectionFactory factory) {
            DatabaseClient client = DatabaseClient.create(factory);
            client.sql("CREATE TABLE IF NOT EXISTS restart(at)").then().block();
            client.sql("INSERT INTO restart VALUES (1)").then().block();
        }
    }
}
