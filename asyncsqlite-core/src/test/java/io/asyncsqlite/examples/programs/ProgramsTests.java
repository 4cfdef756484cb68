package io.asyncsqlite.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program of this package is short, prints what it should and leaves only its files. */
@Timeout(60)
class ProgramsTests {

    private static final Path SOURCES = Path.of("src/test/java/io/asyncsqlite/examples/programs");

    @TempDir
    private Path directory;

    private interface Program {

        void main(String[] args) throws Exception;
    }

    private String output(Program program) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            program.main(new String[] {directory.resolve("app.db").toString()});
        } finally {
            System.setOut(console);
        }
        assertThat(directory.resolve("app.db-wal")).doesNotExist();
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void notes() throws Exception {
        assertThat(output(Notes::main)).isEqualTo("""
            1 tea
            2 bread
            """);
    }

    @Test
    void jobQueue() throws Exception {
        assertThat(output(JobQueue::main).lines())
                .hasSize(6)
                .contains("done: mail", "done: print", "done: scan", "done: pack", "done: ship")
                .endsWith("0 jobs left");
    }

    @Test
    void feed() throws Exception {
        assertThat(output(Feed::main)).isEqualTo("""
            [post 7, post 6, post 5]
            [post 4, post 3, post 2]
            [post 1]
            """);
    }

    @Test
    void migrations() throws Exception {
        assertThat(output(Migrations::main)).isEqualTo("""
            start 1: 2 scripts run
            start 2: 0 scripts run
            """);
    }

    @Test
    void requests() throws Exception {
        assertThat(output(Requests::main))
                .isEqualTo("[{page='/page0', visits=50}, {page='/page1', visits=50},"
                        + " {page='/page2', visits=50}, {page='/page3', visits=50}]\n");
    }

    @Test
    void todo() throws Exception {
        Path errors = directory.resolve("errors.txt");
        assertThat(run(errors, "add", "buy tea")).isEqualTo("0: added 1\n");
        assertThat(run(errors, "list")).isEqualTo("0: 1 buy tea\n");
        assertThat(run(errors, "add", "buy tea")).isEqualTo("1: ");
        assertThat(errors)
                .content()
                .contains("todo: UNIQUE constraint failed: todo.text")
                .doesNotContain("\tat ");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(directory.resolve("app.db"), errors);
        }
    }

    /** Runs the tool in a JVM of its own, and returns its exit status and what it printed. */
    private String run(Path errors, String... arguments) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Todo.class.getName(),
                directory.resolve("app.db").toString());
        Process process = new ProcessBuilder(
                        Stream.concat(command.stream(), Stream.of(arguments)).toList())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + ": " + output.replace(System.lineSeparator(), "\n");
    }

    @Test
    void inspect() throws Exception {
        output(Outbox::main);

        assertThat(output(Inspect::main)).isEqualTo("""
            orders: 2 rows
            outbox: 0 rows
            """);
    }

    @Test
    void signUp() throws Exception {
        assertThat(output(SignUp::main)).isEqualTo("""
            welcome
            email: is taken
            age: must be adult
            """);
    }

    @Test
    void transfer() throws Exception {
        assertThat(output(Transfer::main)).isEqualTo("""
            moved too little
            [{name='Ann', cents=200}, {name='Ben', cents=300}]
            """);
    }

    @Test
    void outbox() throws Exception {
        assertThat(output(Outbox::main)).isEqualTo("""
            sent order 1: tea
            sent order 2: bread
            0 left
            """);
    }

    @Test
    void cache() throws Exception {
        assertThat(output(Cache::main)).isEqualTo("""
            Optional[2] Optional.empty
            1 expired
            """);
    }

    @Test
    void sessions() throws Exception {
        assertThat(output(Sessions::main)).isEqualTo("""
            Optional[ada]
            Optional.empty
            """);
    }

    @Test
    void search() throws Exception {
        assertThat(output(Search::main)).isEqualTo("""
            Tea: Green [tea] is not [roasted].
            Coffee: Coffee beans are [roasted], and [tea] is not.
            """);
    }

    @Test
    void documents() throws Exception {
        assertThat(output(Documents::main)).isEqualTo("""
            [Kurt]
            {tag='math', docs=2}
            {tag='poems', docs=1}
            """);
    }

    @Test
    void tags() throws Exception {
        assertThat(output(Tags::main)).isEqualTo("""
            [sea, hill] [b.jpg]
            [hill] [b.jpg]
            [] []
            """);
    }

    @Test
    void counters() throws Exception {
        assertThat(output(Counters::main).lines())
                .hasSize(3)
                .contains("new: even", "new: odd")
                .endsWith("[{name='even', n=500}, {name='odd', n=500}]");
    }

    @Test
    void quota() throws Exception {
        assertThat(output(Quota::main)).isEqualTo("""
            a: stored
            b: stored
            c: stored
            d: limit reached
            d: stored
            """);
    }

    @Test
    void audit() throws Exception {
        assertThat(output(Audit::main)).isEqualTo("""
            {product=1, old=2.5, new=5.0}
            {product=1, old=5.0, new=3}
            """);
    }

    @Test
    void sensors() throws Exception {
        assertThat(output(Sensors::main)).isEqualTo("""
            Mean[hour=01:00, degrees=21.0, samples=60]
            Mean[hour=02:00, degrees=22.0, samples=60]
            """);
    }

    @Test
    void fileStore() throws Exception {
        assertThat(output(FileStore::main)).isEqualTo("4 pieces, 200000 bytes\n");
        assertThat(directory.resolve("app.db.out")).hasSameBinaryContentAs(directory.resolve("app.db.in"));
    }

    @Test
    void settings() throws Exception {
        assertThat(output(Settings::main)).isEqualTo("""
            changed: theme=dark
            changed: theme=light
            """);
    }

    @Test
    void archive() throws Exception {
        assertThat(output(Archive::main)).isEqualTo("""
            2 moved
            [2025, 2026]
            [2023, 2024]
            """);
    }

    @Test
    void freshFile() throws Exception {
        assertThat(output(FreshFile::main)).isEqualTo("""
            [from the template, of test 1]
            [from the template, of test 2]
            """);
    }

    @Test
    void shutdown() throws Exception {
        assertThat(output(Shutdown::main)).isEqualTo("""
            0 unfinished, 1000 stored
            DatabaseClosedException
            """);
    }

    @Test
    void eventLog() throws Exception {
        assertThat(output(EventLog::main)).matches("10000 events: \\{bread=-?\\d+, tea=-?\\d+}\n");
    }

    @Test
    void purge() throws Exception {
        assertThat(output(Purge::main)).isEqualTo("""
            10000 deleted
            10000 deleted
            2500 deleted
            2500 left
            """);
    }

    @Test
    void leader() throws Exception {
        assertThat(output(Leader::main)).isEqualTo("""
            a: true
            b: false
            a: true
            b: true
            """);
    }

    @Test
    void desktop() throws Exception {
        assertThat(output(Desktop::main)).isEqualTo("""
            on Swing's thread: true
            [Ada, Ben]
            """);
    }

    static Stream<Path> programs() throws Exception {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files
                    .filter(file -> !file.toString().endsWith("Tests.java")
                            && !file.toString().endsWith("package-info.java"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void programIsShort(Path source) throws Exception {
        assertThat(Files.readAllLines(source).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("import "))
                        .count())
                .isLessThan(40);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void programIsListedInTheRecipes(Path source) throws Exception {
        assertThat(Path.of("../docs/recipes.md")).content().contains("programs/" + source.getFileName());
    }
}
