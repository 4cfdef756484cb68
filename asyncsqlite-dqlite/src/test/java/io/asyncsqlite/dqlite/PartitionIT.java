package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * While programs write, the leader is cut off again and again: from servers and clients, and from servers alone, when clients can still ask it. The
 * servers and the programs are in network namespaces of a process that this test starts. {@code -Ddqlite.partitions=50} does more.
 */
@Timeout(value = 120, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PartitionIT {

    private static final int PARTITIONS = Integer.getInteger("dqlite.partitions", 2);

    @TempDir
    Path directory;

    @Test
    void leadersThatAreCutOffLoseNothing() throws Exception {
        DemoCluster.assumeAvailable();
        Namespaces.assumeAvailable();
        List<String> command = new ArrayList<>(Namespaces.CONFINED);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PartitionProgram.class.getName()));
        command.addAll(List.of(directory.toString(), String.valueOf(PARTITIONS)));
        Path output = directory.resolve("output");
        Process program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            int status = program.waitFor();
            String text = Files.readString(output);
            assertThat(status).as(text).isZero();
            System.out.println(text);
        } finally {
            program.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
