package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTests {

    @TempDir
    private Path directory;

    @Test
    void theMachineSaysWhatFiguresDependOn() throws Exception {
        Map<String, Object> facts = Machine.describe(directory);

        assertThat(facts)
                .containsKeys("date", "commit", "h2", "spring-jdbc", "jvmFlags", "garbageCollector", "memoryMiB", "cpu")
                .containsEntry("jdk", System.getProperty("java.version"))
                .containsEntry("fileStore", Files.getFileStore(directory).type());
        assertThat(facts).extractingByKey("sqlite").asString().startsWith("3.");
        assertThat(facts)
                .extractingByKey("sqliteCompileOptions", InstanceOfAssertFactories.INTEGER)
                .isPositive();
        assertThat(facts)
                .extractingByKey("fsyncMicros", InstanceOfAssertFactories.DOUBLE)
                .isPositive();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theProcessorIsNamedByItsModel() throws IOException {
        Path info = directory.resolve("cpuinfo");
        Files.writeString(info, "processor\t: 0\nmodel\t\t: 1\nmodel name\t: AMD EPYC 7763\n");

        assertThat(Machine.cpu(info)).isEqualTo("AMD EPYC 7763");
    }

    @Test
    void aProcessorWithoutAModelIsNamedByItsArchitecture() throws IOException {
        assertThat(Machine.cpu(directory.resolve("missing"))).isEqualTo(System.getProperty("os.arch"));
    }

    @Test
    void aVersionThatTheBuildDidNotKnowIsUnknown() {
        Properties properties = new Properties();
        properties.setProperty("h2", "2.4.240");
        properties.setProperty("commit", "${versions.commit}");

        assertThat(Versions.of(properties))
                .containsEntry("h2", "2.4.240")
                .containsEntry("commit", "unknown")
                .containsEntry("jmh", "unknown");
    }
}
