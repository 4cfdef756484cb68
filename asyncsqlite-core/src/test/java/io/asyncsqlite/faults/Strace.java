package io.asyncsqlite.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes system calls on some files fail with EIO, through the program of the same name. */
record Strace(String calls, List<Path> files) {

    /** Skips the test where the program is not there or may not trace. */
    static void assumeAvailable() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "strace exists on Linux only");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
        ProcessBuilder probe = new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-e", "trace=fsync", "true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        assumeTrue(ChildJvm.run(probe, 10) == 0, "strace may not trace here");
    }

    /**
     * Returns the command to put before another one.
     *
     * @param when which of the calls of a thread fail, such as {@code 3} or {@code 3+}; empty for none
     * @param log the calls made, those that were made to fail marked {@code INJECTED}
     */
    List<String> command(String when, Path log) {
        List<String> command =
                new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-o", log.toString(), "-e", "trace=" + calls));
        files.forEach(file -> command.addAll(List.of("-P", file.toString())));
        if (!when.isEmpty()) {
            command.addAll(List.of("-e", "inject=" + calls + ":error=EIO:when=" + when));
        }
        return command;
    }

    /** Returns how many calls a log holds, or only those that were made to fail. */
    static long count(Path log, boolean failed) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(failed ? "(INJECTED)" : "("))
                    .count();
        }
    }
}
