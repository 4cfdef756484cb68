package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.AsyncSqlite;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The messages when the application does not start: the failure, and what to do. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTests {

    @TempDir
    private Path directory;

    @Test
    void aMissingDirectory(CapturedOutput output) {
        fail("asyncsqlite.path=" + directory.resolve("missing").resolve("app.db"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("the directory does not exist")
                .contains("Create the directory, set 'asyncsqlite.path'")
                .contains("'asyncsqlite.in-memory=true'");
    }

    @Test
    void aDirectory(CapturedOutput output) {
        fail("asyncsqlite.path=" + directory);

        assertThat(output).contains("the path is a directory").contains("Set 'asyncsqlite.path' to a file in a local");
    }

    @Test
    void aFileThatIsNoDatabase(CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("text.db"), "no database, ".repeat(100));

        fail("asyncsqlite.path=" + file);

        assertThat(output).contains(file.toString()).contains("SQLITE_NOTADB").contains("move the file away");
    }

    @Test
    void aFileThatMustExist(CapturedOutput output) {
        fail("asyncsqlite.path=" + directory.resolve("missing.db"), "asyncsqlite.must-exist=true");

        assertThat(output).contains("the file does not exist").contains("remove 'asyncsqlite.must-exist'");
        assertThat(directory.resolve("missing.db")).doesNotExist();
    }

    @Test
    void aDatabaseInMemoryThatIsOnlyRead(CapturedOutput output) {
        fail("asyncsqlite.in-memory=true", "asyncsqlite.read-only=true");

        assertThat(output).contains("asyncsqlite.in-memory").contains("asyncsqlite.read-only");
    }

    @Test
    void aFileThatCannotBeCreated(CapturedOutput output) throws Exception {
        // A link to itself: a refusal that the superuser gets too.
        Path circle = directory.resolve("circle.db");
        fail("asyncsqlite.path=" + Files.createSymbolicLink(circle, circle));

        assertThat(output).contains("cannot be created").contains("read and write the file and its directory");
    }

    @Test
    void aFileThatCannotBeWritten(CapturedOutput output) throws Exception {
        Path mounted = Files.createDirectory(directory.resolve("mounted"));
        assumeTrue(run("mount", "-t", "tmpfs", "tmpfs", mounted.toString()), "only the superuser mounts");
        try {
            AsyncSqlite.open(mounted.resolve("app.db")).close();
            assertThat(run("mount", "-o", "remount,ro", mounted.toString())).isTrue();

            fail("asyncsqlite.path=" + mounted.resolve("app.db"));

            assertThat(output).contains("cannot be opened").contains("read and write the file and its directory");
        } finally {
            run("umount", mounted.toString());
        }
    }

    @Test
    void aFileThatAnotherProcessHasLocked(CapturedOutput output) throws SQLException {
        Path file = directory.resolve("locked.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode=EXCLUSIVE");
            statement.execute("CREATE TABLE t(x)");

            fail("asyncsqlite.path=" + file, "asyncsqlite.busy-timeout=0");
        }

        assertThat(output)
                .contains("SQLITE_BUSY")
                .contains("Stop the other process")
                .contains("'asyncsqlite.busy-timeout'");
    }

    @Test
    void aFileThatAnotherBeanHas(CapturedOutput output) {
        fail(
                "asyncsqlite.databases.orders.path=" + directory.resolve("same.db"),
                "asyncsqlite.databases.users.path=" + directory.resolve("same.db"));

        assertThat(output)
                .contains("this program has it open already")
                .contains("share the AsyncSqlite bean")
                .contains("set 'asyncsqlite.databases.users.path' to a file of its own");
    }

    @Test
    void aFileThatASecondCopyOfTheLibraryHas(CapturedOutput output) throws Exception {
        Path file = directory.resolve("app.db");
        try (URLClassLoader second = new URLClassLoader(libraries(), ClassLoader.getPlatformClassLoader());
                AutoCloseable open = (AutoCloseable) second.loadClass(AsyncSqlite.class.getName())
                        .getMethod("open", Path.class)
                        .invoke(null, file)) {
            assertThat(open).isNotInstanceOf(AsyncSqlite.class);

            fail("asyncsqlite.path=" + file);
        }

        assertThat(output).contains("a second copy of the library in another class loader");
    }

    private static URL[] libraries() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
            if (entry.contains("asyncsqlite-core") || entry.contains("sqlite-jdbc")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(new URL[0]);
    }

    @Test
    void aForeignEngineThatIsNotThere() throws Exception {
        // On every JDK the jar then shows what it has for 17, where there is none.
        assertThat(failInAnotherJvm("-Djdk.util.jar.version=17", "--asyncsqlite.engine=foreign"))
                .contains("the foreign engine needs the released jar on JDK 22")
                .contains("Set 'asyncsqlite.engine=auto' to fall back to JNI")
                .contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void aNativeLibraryThatCannotBeLoaded() throws Exception {
        assertThat(failInAnotherJvm("-Dorg.sqlite.tmpdir=" + directory.resolve("missing"), "--asyncsqlite.engine=auto"))
                .contains("SQLite's native library cannot be loaded: ")
                .contains("-Dorg.sqlite.tmpdir=DIRECTORY");
    }

    private String failInAnotherJvm(String option, String argument) throws Exception {
        try (ChildJvm program = ChildJvm.start(
                directory,
                List.of(option, "-Dspring.devtools.restart.enabled=false"),
                Application.class,
                "--spring.main.web-application-type=none",
                "--asyncsqlite.in-memory=true",
                argument)) {
            return program.awaitOutput();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "readers=0 | Property asyncsqlite.readers has the value '0' | readers must be from 1 to 64, was 0 |"
                        + " Set asyncsqlite.readers to a value that keeps the rule",
                "shutdown-timeout=-1s | Property asyncsqlite.shutdown-timeout has the value 'PT-1S' | shutdownTimeout"
                        + " must be from 0 | Set asyncsqlite.shutdown-timeout",
                "path=jdbc:sqlite:x.db | Property asyncsqlite.path has the value 'jdbc:sqlite:x.db' | it must be the"
                        + " path of a file | Set asyncsqlite.path",
                "busy-timeout=soon | Property asyncsqlite.busy-timeout has the value 'soon' | it must be a duration |"
                        + " Set asyncsqlite.busy-timeout to a duration such as 500ms",
                "queue-size=big | Property asyncsqlite.queue-size has the value 'big' | it must be a size | such as"
                        + " 512KB or 64MB",
                "synchronous=maybe | Property asyncsqlite.synchronous has the value 'maybe' | one of off, normal,"
                        + " full, extra | Set asyncsqlite.synchronous to one of",
                "foreign-keys=perhaps | Property asyncsqlite.foreign-keys has the value 'perhaps' | true or false | or"
                        + " remove it",
                "readers=few | Property asyncsqlite.readers has the value 'few' | a whole number | or remove it",
                "init.mode=once | Property asyncsqlite.init.mode has the value 'once' | one of always, empty, never |"
                        + " or remove it"
            })
    void aValueThatBreaksARule(String property, String value, String rule, String action, CapturedOutput output) {
        fail("asyncsqlite." + property);

        assertThat(output)
                .contains(value)
                .contains("(from \"asyncsqlite.")
                .contains(rule)
                .contains(action);
    }

    @Test
    void aScriptThatFails(CapturedOutput output) {
        Path file = directory.resolve("app.db");
        fail(
                "asyncsqlite.path=" + file,
                "asyncsqlite.init.schema-locations=classpath:init/schema.sql",
                "asyncsqlite.init.data-locations=classpath:init/wrong.sql");

        assertThat(output)
                .contains("A script of asyncsqlite.init.data-locations cannot be run: class path resource"
                        + " [init/wrong.sql] failed: ")
                .contains("no such table: missing")
                .contains("'asyncsqlite.init.mode=empty'")
                .doesNotContain("kept?");
        assertThat(Path.of(file + "-wal")).doesNotExist();
    }

    @Test
    void aDriverOfR2dbcAndNoUrl(CapturedOutput output) {
        failAs(WithR2dbc.class, "asyncsqlite.in-memory=true", "spring.autoconfigure.exclude=");

        assertThat(output)
                .contains("has no URL: Failed to determine a suitable R2DBC Connection URL.")
                .contains("Set 'asyncsqlite.r2dbc.enabled=true' for one on the database that the application has")
                .contains("'spring.r2dbc.url=r2dbc:sqlite:///app.db'")
                .doesNotContain("H2");
    }

    private static void fail(String... properties) {
        failAs(Application.class, properties);
    }

    private static void failAs(Class<?> source, String... properties) {
        String[] arguments =
                Arrays.stream(properties).map(property -> "--" + property).toArray(String[]::new);
        SpringApplication application = new SpringApplicationBuilder(source)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .build();
        assertThatThrownBy(() -> application.run(arguments)).isNotNull();
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AsyncSqliteAutoConfiguration.class)
    static class Application {

        public static void main(String[] arguments) {
            SpringApplication.run(Application.class, arguments);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({AsyncSqliteAutoConfiguration.class, R2dbcAutoConfiguration.class})
    static class WithR2dbc {}
}
