package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files that killed processes leave in the temporary directory. */
@Timeout(120)
class LeftoverTests {

    @TempDir
    Path directory;

    private Path temporary;

    @BeforeEach
    void createDirectory() throws IOException {
        temporary = Files.createDirectory(directory.resolve("temporary"));
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of(options));
        command.add(KilledProgram.class.getName());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitOpen(Process program) throws IOException {
        BufferedReader lines = program.inputReader();
        for (String line = ""; !line.startsWith("open"); line = lines.readLine()) {
            assertThat(line).isNotNull();
        }
    }

    private static void kill(Process program) throws InterruptedException {
        program.destroyForcibly();
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void end(Process program) throws Exception {
        program.outputWriter().close();
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isZero();
    }

    private List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("sqlite-")
                            && !file.toString().endsWith(".lck"))
                    .toList();
        }
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("asyncsqlite"))
                    .toList();
        }
    }

    @Test
    void aKilledProcessLeavesOneLibraryWhichTheNextDeletes() throws Exception {
        for (int i = 0; i < 4; i++) {
            Process program = start();
            awaitOpen(program);
            assertThat(libraries()).hasSize(1);
            assertThat(directories())
                    .hasSize(1)
                    .allSatisfy(own -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                            .isEqualTo("rwx------"));
            kill(program);
        }
        Process last = start();
        awaitOpen(last);
        end(last);

        assertThat(directories()).isEmpty();
        assertThat(libraries()).isEmpty();
    }

    @Test
    void killsAtAnyMomentLeaveNothingThatTheNextDoesNotDelete() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 8; i++) {
            Process program = start();
            // Wherever it is then, also while it writes the library.
            program.waitFor(100 + random.nextInt(900), TimeUnit.MILLISECONDS);
            kill(program);
        }
        Process last = start();
        awaitOpen(last);
        assertThat(libraries()).hasSize(1);
        assertThat(directories()).hasSize(1);
        end(last);

        assertThat(directories()).isEmpty();
    }

    @Test
    void theDirectoryOfAProcessThatLivesStays() throws Exception {
        Process first = start();
        awaitOpen(first);
        List<Path> ofFirst = directories();
        Process second = start();
        awaitOpen(second);

        assertThat(directories()).hasSize(2).containsAll(ofFirst);
        assertThat(libraries()).hasSize(2);
        end(second);
        assertThat(directories()).isEqualTo(ofFirst);
        end(first);
        assertThat(directories()).isEmpty();
    }

    @Test
    void foreignFilesInTheTemporaryDirectoryStay() throws Exception {
        Path target = Files.createDirectory(directory.resolve("target"));
        Files.createFile(target.resolve("kept"));
        Files.createSymbolicLink(temporary.resolve("asyncsqlite-process-1"), target);
        Files.createFile(temporary.resolve("asyncsqlite-process-2"));
        Process program = start();
        awaitOpen(program);
        end(program);

        assertThat(directories()).hasSize(2);
        assertThat(target.resolve("kept")).exists();
    }

    @Test
    void theDirectoryThatTheUserSetIsUsed() throws Exception {
        Path chosen = Files.createDirectory(directory.resolve("chosen"));
        Process program = start("-Dorg.sqlite.tmpdir=" + chosen);
        awaitOpen(program);

        assertThat(libraries()).isEmpty();
        try (Stream<Path> files = Files.list(chosen)) {
            assertThat(files).isNotEmpty();
        }
        end(program);
    }
}
