package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.annotation.Bean;

/** Devtools close the context and start the application again in a new class loader, in the same JVM. */
@Timeout(120)
class DevtoolsTests {

    private static final int STARTS = 3;

    @TempDir
    private Path directory;

    @Test
    void aRestartedApplicationFindsItsFileClosedAndItsDataThere() throws Exception {
        Path file = directory.resolve("notes.db");
        try (ChildJvm program = ChildJvm.start(
                directory,
                List.of("-Dspring.devtools.restart.quiet-period=1ms"),
                Application.class,
                "--spring.main.web-application-type=none",
                "--asyncsqlite.path=" + file,
                "--asyncsqlite.init.schema-locations=classpath:init/schema.sql")) {
            String output = program.awaitOutput();

            assertThat(output)
                    .contains("starts so far: 1", "starts so far: 2", "starts so far: " + STARTS)
                    .doesNotContain("APPLICATION FAILED TO START");
        }
        assertThat(Path.of(file + "-wal")).doesNotExist();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        public static void main(String[] arguments) {
            SpringApplication.run(Application.class, arguments);
        }

        @Bean
        CommandLineRunner restart(AsyncSqlite database) {
            return arguments -> {
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
    }
}
