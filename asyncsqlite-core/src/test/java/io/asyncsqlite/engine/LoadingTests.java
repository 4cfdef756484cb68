package io.asyncsqlite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.engine.ChildJvm.Ended;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Which engine a program gets. */
@Timeout(60)
class LoadingTests {

    private static final String INFO = "SQLite is called through JNI: the foreign engine ";

    @TempDir
    Path directory;

    private Path temporary;

    @BeforeEach
    void createDirectory() throws Exception {
        temporary = Files.createDirectory(directory.resolve("temporary"));
    }

    @Test
    void thisRunIsAboutTheEngineThatItShouldBeAbout() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("app.db"))) {
            assertThat(Program.engineOf(db)).isEqualTo(TestEngine.isForeign() ? "foreign" : "jni");
        }
    }

    @Test
    @DisabledIfSystemProperty(named = TestEngine.PROPERTY, matches = "foreign", disabledReason = "it is there")
    void withoutTheForeignEngineOneLineSaysWhy() throws Exception {
        Ended program = run(List.of(), EngineChoice.AUTO);

        assertFellBack(
                program,
                "needs the released jar on JDK 22 or newer, this is JDK "
                        + Runtime.version().feature());
    }

    @Test
    @DisabledIfSystemProperty(named = TestEngine.PROPERTY, matches = "foreign", disabledReason = "it is there")
    void withoutTheForeignEngineItCannotBeForced() throws Exception {
        assertThat(run(List.of(), EngineChoice.FOREIGN).output())
                .contains("Database 'memory' (in memory) cannot be opened: the foreign engine needs the released jar");
    }

    @Test
    @OnlyForeign
    void nothingStaysOnTheDisk() throws Exception {
        Ended program = run(List.of(), EngineChoice.FOREIGN);

        assertThat(program.output()).endsWith("foreign foreign");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("asyncsqlite"));
        }
    }

    @Test
    @OnlyForeign
    void jniCanBeForced() throws Exception {
        assertThat(run(List.of(), EngineChoice.JNI).output()).endsWith("jni jni");
    }

    @Test
    @OnlyForeign
    void aFixedFileIsUsedIfItsContentIsRight() throws Exception {
        Path file = directory.resolve("fixed");
        Files.write(file, resource());

        Ended program = run(
                List.of("-Dio.asyncsqlite.extension=" + file, "-Djava.io.tmpdir=" + directory.resolve("missing")),
                EngineChoice.FOREIGN);

        assertThat(program.output()).endsWith("foreign foreign");
        assertThat(file).exists();
    }

    @Test
    @OnlyForeign
    void aFixedFileOfAnotherContentIsNotLoaded() throws Exception {
        Path file = directory.resolve("fixed");
        byte[] content = resource();
        content[content.length - 1]++;
        Files.write(file, content);
        List<String> options = List.of("-Dio.asyncsqlite.extension=" + file);

        assertFellBack(run(options, EngineChoice.AUTO), "finds another content than its own in " + file);
        assertThat(run(options, EngineChoice.FOREIGN).output())
                .contains("DatabaseOpenException")
                .contains("the foreign engine finds another content");
    }

    @Test
    @OnlyForeign
    void aDirectoryThatCannotBeWrittenToFallsBack() throws Exception {
        Path missing = directory.resolve("missing");

        assertFellBack(run(List.of("-Djava.io.tmpdir=" + missing), EngineChoice.AUTO), "cannot be loaded: ");
    }

    @Test
    @OnlyForeign
    void aPlatformWithoutABinaryFallsBack() throws Exception {
        assertFellBack(
                run(List.of("-Dtest.arch=PDP-11"), EngineChoice.AUTO),
                "has no binary linux-pdp-11.so for this platform");
    }

    @Test
    @OnlyForeign
    void aDamagedDatabaseIsNotTakenForAMissingEngine() throws Exception {
        Path file = directory.resolve("damaged.db");
        try (EngineConnection connection = Engine.jni().open(new OpenRequest(file, false, attempts -> false))) {
            connection.executeScript("CREATE TABLE t(k)");
        }
        // The type of the first page, and the format of the schema.
        for (int place : List.of(100, 47)) {
            byte[] content = Files.readAllBytes(file);
            byte right = content[place];
            content[place] = 99;
            Files.write(file, content);

            assertThatThrownBy(() -> Engine.foreign().open(new OpenRequest(file, false, attempts -> false)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageMatching("database disk image is malformed|unsupported file format");

            content[place] = right;
            Files.write(file, content);
        }
    }

    private Ended run(List<String> options, EngineChoice choice) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("-Djava.io.tmpdir=" + temporary, "-Dorg.sqlite.tmpdir=" + temporary));
        all.addAll(options);
        return ChildJvm.run(directory, Duration.ofSeconds(40), all, Program.class, choice.name());
    }

    private static void assertFellBack(Ended program, String reason) {
        assertThat(program.output()).contains(INFO + reason).endsWith("jni jni").containsOnlyOnce(INFO);
    }

    private static byte[] resource() throws Exception {
        String arch = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (var stream = Engine.class.getResourceAsStream("native/linux-" + arch + ".so")) {
            return stream.readAllBytes();
        }
    }

    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "the foreign engine is in the jar, for JDK 22 and newer")
    @Retention(RetentionPolicy.RUNTIME)
    private @interface OnlyForeign {}

    /** Opens two databases and prints which engines they got. */
    static final class Program {

        public static void main(String[] arguments) throws Exception {
            String arch = System.getProperty("test.arch");
            if (arch != null) {
                // The driver must have found its library before.
                DriverManager.getConnection("jdbc:sqlite::memory:").close();
                System.setProperty("os.arch", arch);
            }
            SqliteOptions options = SqliteOptions.memory()
                    .engine(EngineChoice.valueOf(arguments[0]))
                    .build();
            try (AsyncSqlite first = AsyncSqlite.open(options);
                    AsyncSqlite second = AsyncSqlite.open(options)) {
                System.out.print(engineOf(first) + " " + engineOf(second));
            } catch (DatabaseOpenException e) {
                System.out.print(e);
            }
        }

        /** Only the foreign engine refuses double-quoted strings. */
        static String engineOf(AsyncSqlite db) {
            return db.query("SELECT \"x\"")
                    .list()
                    .handle((rows, failure) -> failure == null ? "jni" : "foreign")
                    .join();
        }
    }
}
