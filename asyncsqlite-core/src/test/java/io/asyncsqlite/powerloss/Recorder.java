package io.asyncsqlite.powerloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.faults.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a program in a JVM of its own and records what it does to its files: {@code recorder.c}, preloaded. */
final class Recorder {

    private final Path library;
    private final Path directory;

    private Recorder(Path library, Path directory) {
        this.library = library;
        this.directory = directory;
    }

    /** Compiles the recorder, or skips the test where that is not possible or has no effect. */
    static Recorder prepare(Path directory) throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "calls are recorded on Linux only");
        assumeTrue(onPath("gcc"), "gcc, which builds the recorder of calls, is not installed");
        Path source = directory.resolve("recorder.c");
        try (InputStream content = Recorder.class.getResourceAsStream("recorder.c")) {
            Files.copy(content, source);
        }
        Path library = directory.resolve("recorder.so");
        Process gcc = new ProcessBuilder(
                        "gcc", "-shared", "-fPIC", "-O2", "-pthread", "-o", library.toString(), source.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(gcc.getInputStream().readAllBytes());
        assertThat(gcc.waitFor()).as(said).isZero();
        Recorder recorder = new Recorder(library, directory);
        assumeTrue(recorder.hasEffect(), "LD_PRELOAD has no effect here");
        return recorder;
    }

    private static boolean onPath(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private boolean hasEffect() throws IOException {
        Path work = Files.createTempDirectory(directory, "probe").toRealPath();
        Path log = work.resolveSibling(work.getFileName() + ".trace");
        ChildJvm.run(recorded(new ProcessBuilder("touch", work.resolve("file").toString()), work, log), 10);
        return Files.exists(log) && Files.size(log) > 0;
    }

    /** Records the program with that setting, and returns the file that the trace is in. */
    Path record(Setting setting) throws IOException {
        Path work = Files.createTempDirectory(directory, "recorded").toRealPath();
        Path log = work.resolveSibling(work.getFileName() + ".trace");
        Path errors = work.resolveSibling(work.getFileName() + ".errors");
        ProcessBuilder program = ChildJvm.of(
                        List.of(),
                        ChildJvm.QUICK_START,
                        PowerLossProgram.class,
                        work.toString(),
                        setting.client().name(),
                        setting.journalMode().name(),
                        setting.synchronous().name())
                .redirectError(errors.toFile());
        int exit = ChildJvm.run(recorded(program, work, log), 120);
        assertThat(exit).as("%s: %s", setting, Files.readString(errors)).isZero();
        return log;
    }

    private ProcessBuilder recorded(ProcessBuilder program, Path work, Path log) {
        program.environment().put("LD_PRELOAD", library.toString());
        program.environment().put("RECORDER_DIRECTORY", work.toString());
        program.environment().put("RECORDER_LOG", log.toString());
        return program;
    }
}
