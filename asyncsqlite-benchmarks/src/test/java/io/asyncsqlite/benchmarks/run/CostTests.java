package io.asyncsqlite.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CostTests {

    private static final Path BUSY = Path.of("/usr/bin/yes");
    private static final Duration MUCH = Duration.ofMillis(300);

    @Test
    void cpuOfAChildProcessCounts() throws IOException {
        assumeTrue(Files.isExecutable(BUSY), BUSY + " is missing");
        Process child = new ProcessBuilder(BUSY.toString())
                .redirectOutput(Redirect.DISCARD)
                .start();
        try {
            while (cpu(child).compareTo(MUCH) < 0) {
                Thread.onSpinWait();
            }
            long own = own();

            assertThat(Cost.now().cpuNanos()).isGreaterThanOrEqualTo(own + MUCH.toNanos());
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void cpuOfAnEndedChildCounts() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "only Linux tells");
        long before = Cost.now().cpuNanos() - own();

        Process child = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done").start();
        assertThat(child.waitFor()).isZero();

        assertThat(Cost.now().cpuNanos() - own() - before)
                .isGreaterThan(Duration.ofMillis(20).toNanos());
    }

    private static long own() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static Duration cpu(Process child) {
        return child.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
