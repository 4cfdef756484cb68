package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

/** An application is processed ahead of time by Spring Boot, compiled, and started with what was generated. */
@Timeout(180)
class AotStartTests {

    private static final String QUIET = "-Dspring.devtools.restart.enabled=false";

    @TempDir
    private Path directory;

    @Test
    void aSingleDatabaseWithAllThatIsAroundIt() throws Exception {
        process(
                "--asyncsqlite.in-memory=true",
                "--asyncsqlite.r2dbc.enabled=true",
                // The other tests leave out what makes a connection factory.
                "--spring.autoconfigure.exclude=");

        assertThat(start(
                        "--asyncsqlite.path=" + directory.resolve("notes.db"),
                        "--asyncsqlite.r2dbc.enabled=true",
                        "--asyncsqlite.init.schema-locations=classpath:init/schema.sql",
                        "--asyncsqlite.init.data-locations=classpath:init/data.sql"))
                .contains("Starting AOT-processed")
                .contains("asyncSqlite has [note]")
                .contains("managers [connectionFactoryTransactionManager]");
        assertThat(directory.resolve("notes.db")).exists();
    }

    @Test
    void severalDatabasesWithTheValuesOfTheStart() throws Exception {
        process("--asyncsqlite.databases.orders.in-memory=true", "--asyncsqlite.databases.audit-log.in-memory=true");

        assertThat(start(
                        "--asyncsqlite.databases.orders.path=" + directory.resolve("a.db"),
                        "--asyncsqlite.databases.orders.init.schema-locations=classpath:init/schema.sql",
                        "--asyncsqlite.databases.audit-log.in-memory=true"))
                .contains("Starting AOT-processed")
                .contains("orders has [note]")
                .contains("audit-log has []")
                .contains("managers [ordersSqliteTransactionManager, ordersReactiveSqliteTransactionManager");
        assertThat(directory.resolve("a.db")).exists();
    }

    private void process(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                AotApplication.class.getName(),
                directory.resolve("sources").toString(),
                directory.resolve("resources").toString(),
                directory.resolve("classes").toString(),
                "io.asyncsqlite",
                "application"));
        all.addAll(List.of(arguments));
        try (ChildJvm processor = ChildJvm.start(
                directory, List.of(QUIET), SpringApplicationAotProcessor.class, all.toArray(String[]::new))) {
            assertThat(processor.awaitOutput()).doesNotContain("Exception");
            assertThat(processor.exitCode()).isZero();
        }
        compile();
    }

    private void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> sources = Files.walk(directory.resolve("sources"));
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> all =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-d", directory.resolve("classes").toString(), "-cp", classPath());
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(all))
                            .call())
                    .isTrue();
        }
    }

    private String start(String... arguments) throws Exception {
        try (ChildJvm application = ChildJvm.start(
                directory, List.of(QUIET, "-Dspring.aot.enabled=true"), classPath(), AotApplication.class, arguments)) {
            return application.awaitOutput();
        }
    }

    private String classPath() {
        return String.join(
                File.pathSeparator,
                directory.resolve("classes").toString(),
                directory.resolve("resources").toString(),
                System.getProperty("java.class.path"));
    }
}
