package io.asyncsqlite.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compiles small programs against the jar and runs them, as modules and on the class path. */
@Timeout(120)
class ModulePathIT {

    private static final String OPEN_MODULE = """
        module notes {
            requires io.asyncsqlite;
            opens notes to io.asyncsqlite;
        }
        """;

    private static final String CLOSED_MODULE = "module notes { requires io.asyncsqlite; }";

    private static final String PROGRAM = """
        package notes;

        import io.asyncsqlite.AsyncSqlite;
        import java.nio.file.Path;

        public final class Notes {

            private record Note(long id, String body) {}

            public static void main(String[] arguments) {
                try (AsyncSqlite db = AsyncSqlite.open(Path.of(arguments[0]))) {
                    db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)").join();
                    db.execute("INSERT INTO note(body) VALUES (?)", "hi").join();
                    System.out.println(db.query("SELECT id, body FROM note").mapTo(Note.class).list().join());
                }
                System.out.println("library: " + AsyncSqlite.class.getModule());
            }
        }
        """;

    private static final String INTRUDER = """
        package notes;

        public final class Notes {
            public static void main(String[] arguments) {
                System.out.println(new io.asyncsqlite.internal.LocalProvider());
            }
        }
        """;

    @TempDir
    Path directory;

    @Test
    void aModuleReadsARecordOfAnOpenedPackage() throws Exception {
        assertThat(compileModule(OPEN_MODULE, PROGRAM)).isEmpty();

        assertThat(runModule()).contains("[Note[id=1, body=hi]]").contains("library: module io.asyncsqlite");
    }

    @Test
    void aRecordOfAClosedPackageIsRefused() throws Exception {
        assertThat(compileModule(CLOSED_MODULE, PROGRAM)).isEmpty();

        assertThat(runModule()).contains("Record notes.Notes$Note is not accessible: open its package");
    }

    @Test
    void internalPackagesAreInvisibleToModules() throws Exception {
        assertThat(compileModule(CLOSED_MODULE, INTRUDER))
                .contains("package io.asyncsqlite.internal is declared in module io.asyncsqlite, which does not export"
                        + " it");
    }

    @Test
    void aProgramOnTheClassPathReadsARecord() throws Exception {
        assertThat(compile(List.of("--class-path", jars()), source("Notes", PROGRAM)))
                .isEmpty();

        assertThat(run(
                        "--enable-native-access=ALL-UNNAMED",
                        "--class-path",
                        classes() + File.pathSeparator + jars(),
                        "notes.Notes"))
                .contains("[Note[id=1, body=hi]]")
                .contains("library: unnamed module");
    }

    /** Returns what the compiler complains about. */
    private String compileModule(String module, String program) throws Exception {
        // The compiler runs in this JVM, and would take its class path.
        List<String> options =
                List.of("--module-path", jars(), "--class-path", classes().toString());
        return compile(options, source("module-info", module), source("Notes", program));
    }

    private String compile(List<String> options, Path... sources) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-d", classes().toString()));
        Stream.of(sources).map(Path::toString).forEach(arguments::add);
        StringWriter output = new StringWriter();
        ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(new PrintWriter(output), new PrintWriter(output), arguments.toArray(String[]::new));
        return output.toString();
    }

    private String runModule() throws Exception {
        return run(
                "--enable-native-access=org.xerial.sqlitejdbc,io.asyncsqlite",
                "--module-path",
                classes() + File.pathSeparator + jars(),
                "--module",
                "notes/notes.Notes");
    }

    /** Returns what the program printed, on both channels. */
    private String run(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add(directory.resolve("app.db").toString());
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return Files.readString(output);
        } finally {
            process.destroyForcibly();
        }
    }

    private Path source(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name + ".java"), content);
    }

    private Path classes() {
        return directory.resolve("classes");
    }

    /** The library's jar and those that it needs. */
    private static String jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> jar.matches(".*(asyncsqlite-core|sqlite-jdbc|jspecify)-[^/]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
