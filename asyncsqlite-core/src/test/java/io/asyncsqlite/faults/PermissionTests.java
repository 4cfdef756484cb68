package io.asyncsqlite.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and directories that a program may not write: opened to be read, or refused before SQLite leaves anything beside them. */
@Timeout(120)
class PermissionTests {

    /** As root a program may write everything, unless it gives that up. */
    private static final List<String> WITHOUT_PRIVILEGES = List.of(
            "setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search");

    @TempDir
    Path temporary;

    private Path directory;
    private Path file;

    @BeforeEach
    void createDirectory() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "setpriv exists on Linux only");
        directory = Files.createDirectory(temporary.resolve("data"));
        file = directory.resolve("app.db");
    }

    @AfterEach
    void allowDeletion() throws IOException {
        if (directory != null) {
            permit(directory, "rwxr-xr-x");
        }
    }

    private void create(String journalMode, String permissions, String ofDirectory) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA journal_mode=" + journalMode);
            statement.execute("CREATE TABLE t(k)");
        }
        permit(file, permissions);
        permit(directory, ofDirectory);
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private String open(String... options) throws Exception {
        List<String> before = "root".equals(System.getProperty("user.name")) ? WITHOUT_PRIVILEGES : List.of();
        String[] arguments = new String[options.length + 1];
        arguments[0] = file.toString();
        System.arraycopy(options, 0, arguments, 1, options.length);
        Process program;
        try {
            program = ChildJvm.of(before, List.of(), OpeningProgram.class, arguments)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "setpriv is not installed");
            throw e;
        }
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.strip();
    }

    private Map<String, Integer> content() throws IOException {
        Map<String, Integer> content = new TreeMap<>();
        try (var files = Files.list(directory)) {
            for (Path path : files.toList()) {
                content.put(path.getFileName().toString(), java.util.Arrays.hashCode(Files.readAllBytes(path)));
            }
        }
        return content;
    }

    @Test
    void aReadableFileInADirectoryThatIsReadableOnlyIsRead() throws Exception {
        create("DELETE", "r--r--r--", "r-xr-xr-x");
        Map<String, Integer> before = content();

        assertThat(open("readOnly")).isEqualTo("1");
        assertThat(open("immutable")).isEqualTo("1");
        assertThat(content()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r-xr-xr-x", "rwxr-xr-x"})
    void readOnlyFileInWalModeNeedsImmutable(String ofDirectory) throws Exception {
        create("WAL", "r--r--r--", ofDirectory);
        Map<String, Integer> before = content();

        assertThat(open("readOnly")).startsWith("NO_ACCESS").contains("set immutable");
        assertThat(open("immutable")).isEqualTo("1");
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void unwritableDirectoryIsNamedThoughTheFileIsWritable() throws Exception {
        create("WAL", "rw-r--r--", "r-xr-xr-x");
        Map<String, Integer> before = content();

        assertThat(open()).startsWith("NO_ACCESS").contains("set readOnly");
        assertThat(open("readOnly")).startsWith("NO_ACCESS").contains("set immutable");
        assertThat(open("immutable")).isEqualTo("1");
        assertThat(content()).isEqualTo(before);
    }

    /** A -shm that can only be read would keep every later opening from writing. */
    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void aReadableFileIsNotOpenedToWriteAndNothingIsLeftBesideIt(String journalMode) throws Exception {
        create(journalMode, "r--r--r--", "rwxr-xr-x");
        Map<String, Integer> before = content();

        assertThat(open()).startsWith("NO_ACCESS").contains("the file can only be read, set readOnly");

        assertThat(content()).isEqualTo(before);
        permit(file, "rw-r--r--");
        assertThat(open()).isEqualTo("1");
    }

    @Test
    void unwritableLeftoverOfAnEarlierOpeningIsNamed() throws Exception {
        create("WAL", "rw-r--r--", "rwxr-xr-x");
        Path shared = Files.createFile(directory.resolve("app.db-shm"));
        permit(shared, "r--r--r--");

        assertThat(open()).startsWith("NO_ACCESS").contains(shared + " can only be read");
    }
}
