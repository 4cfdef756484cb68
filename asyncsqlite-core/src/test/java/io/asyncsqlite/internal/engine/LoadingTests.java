package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.faults.Tmpfs;
import io.asyncsqlite.internal.engine.ChildJvm.Ended;
import io.asyncsqlite.modules.EngineProgram;
import java.io.File;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
            assertThat(EngineProgram.engineOf(db)).isEqualTo(TestEngine.isForeign() ? "foreign" : "jni");
        }
    }

    @Test
    @DisabledIfSystemProperty(named = TestEngine.PROPERTY, matches = "foreign", disabledReason = "it is there")
    void missingForeignEngineIsExplainedWhereItCouldBe() throws Exception {
        Ended program = run(List.of(), EngineChoice.AUTO);

        int jdk = Runtime.version().feature();
        if (jdk < 22) {
            assertThat(program.output()).doesNotContain(INFO).endsWith("jni jni");
        } else {
            assertFellBack(program, "needs the released jar on JDK 22 or newer, this is JDK " + jdk);
        }
    }

    @Test
    @DisabledIfSystemProperty(named = TestEngine.PROPERTY, matches = "foreign", disabledReason = "it is there")
    void missingForeignEngineCannotBeForced() throws Exception {
        assertThat(run(List.of(), EngineChoice.FOREIGN).output())
                .contains("Database 'memory' (in memory) cannot be opened: the foreign engine needs the released jar");
    }

    @Test
    @OnlyForeign
    void loadedLibraryLeavesNoFile() throws Exception {
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
    void aDirectoryThatAllowsNoProgramsFallsBack() throws Exception {
        try (Tmpfs disk = Tmpfs.mount(directory.resolve("disk"), "noexec,size=2m")) {
            List<String> options = List.of("-Djava.io.tmpdir=" + disk.directory());

            assertFellBack(run(options, EngineChoice.AUTO), "cannot be loaded: ");
            assertThat(run(options, EngineChoice.FOREIGN).output())
                    .contains("DatabaseOpenException")
                    .contains("the foreign engine cannot be loaded: ");
        }
    }

    @Test
    @OnlyForeign
    void foreignEngineIsThereOnTheModulePath() throws Exception {
        Ended program =
                run(modules("--enable-native-access=org.xerial.sqlitejdbc,io.asyncsqlite"), EngineChoice.FOREIGN);

        assertThat(program.output()).endsWith("foreign foreign");
    }

    @Test
    @OnlyForeign
    void aModuleThatIsDeniedNativeAccessFallsBack() throws Exception {
        List<String> options = modules("--enable-native-access=org.xerial.sqlitejdbc", "--illegal-native-access=deny");

        assertFellBack(run(options, EngineChoice.AUTO), "cannot be loaded: ");
        assertThat(run(options, EngineChoice.FOREIGN).output())
                .contains("DatabaseOpenException")
                .contains("the foreign engine cannot be loaded: ");
    }

    /** Options with which the library and the driver are modules. */
    private static List<String> modules(String... more) {
        String jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> jar.matches(".*(asyncsqlite-core|sqlite-jdbc|jspecify)-[^/]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> options = new ArrayList<>(List.of("-p", jars, "--add-modules", "io.asyncsqlite"));
        // The driver looks for a logger, and finds that of the tests.
        options.add("--add-reads=org.xerial.sqlitejdbc=ALL-UNNAMED");
        options.addAll(List.of(more));
        return options;
    }

    @Test
    @OnlyForeign
    void aPlatformWithoutABinaryFallsBack() throws Exception {
        assertFellBack(
                run(List.of("-Dtest.arch=PDP-11"), EngineChoice.AUTO),
                "has no binary linux-pdp-11.so for this platform");
    }

    private static void readSchema(Path file) throws EngineException {
        try (EngineConnection connection = Engine.foreign().open(new OpenRequest(file, false, attempts -> false))) {
            connection.prepare("SELECT 1 FROM sqlite_schema").close();
        }
    }

    @Test
    @OnlyForeign
    void aDamagedDatabaseIsNotTakenForAMissingEngine() throws Exception {
        Path file = TestEngine.newFile(directory, "damaged.db");
        try (EngineConnection connection = Engine.jni().open(new OpenRequest(file, false, attempts -> false))) {
            connection.executeScript("CREATE TABLE t(k)");
        }
        // The type of the first page, and the format of the schema.
        for (int place : List.of(100, 47)) {
            byte[] content = Files.readAllBytes(file);
            byte right = content[place];
            content[place] = 99;
            Files.write(file, content);

            assertThatThrownBy(() -> readSchema(file))
                    .isInstanceOf(EngineException.class)
                    .hasMessageMatching("database disk image is malformed|unsupported file format");

            content[place] = right;
            Files.write(file, content);
        }
    }

    @Test
    void aNativeLibraryThatCannotBeLoadedIsNamedAsTheReason() throws Exception {
        Path missing = directory.resolve("missing");

        Ended program = run(List.of("-Dorg.sqlite.tmpdir=" + missing), EngineChoice.JNI);

        assertThat(program.output())
                .contains("Database 'memory' (in memory) cannot be opened: SQLite's native library cannot be loaded: ")
                .endsWith("NO_NATIVE_LIBRARY");
    }

    @Test
    void aNativeLibraryThatCannotBeLoadedIsNamedAgainAtTheNextTry() throws Exception {
        Ended program = ChildJvm.run(
                directory,
                Duration.ofSeconds(40),
                List.of("-Dorg.sqlite.tmpdir=" + directory.resolve("missing")),
                SecondTryProgram.class);

        assertThat(program.output().lines())
                .filteredOn(
                        line -> line.startsWith("NO_NATIVE_LIBRARY: Database 'memory' (in memory) cannot be opened: "))
                .hasSize(2);
    }

    private Ended run(List<String> options, EngineChoice choice) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("-Djava.io.tmpdir=" + temporary, "-Dorg.sqlite.tmpdir=" + temporary));
        all.addAll(options);
        return ChildJvm.run(directory, Duration.ofSeconds(40), all, EngineProgram.class, choice.name());
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
}
