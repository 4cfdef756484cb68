package io.asyncsqlite.benchmarks.run;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What this process and its children have used up to a moment.
 *
 * @param cpuNanos CPU time of all threads, also those of native code, of children that live and, on Linux, of those that have ended
 * @param bytes bytes allocated on the Java heap of this process, or null where the JVM cannot tell
 */
record Cost(long cpuNanos, @Nullable Long bytes) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path STAT = Path.of("/proc/self/stat");

    /** USER_HZ is 100 on all platforms of Linux that Java runs on. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Cost now() {
        return new Cost(SYSTEM.getProcessCpuTime() + ofChildren() + ofEndedChildren(), allocated());
    }

    private static long ofChildren() {
        return ProcessHandle.current()
                .children()
                .flatMap(child -> child.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
    }

    /** Reads it where proc(5) says: the fields 16 and 17, in ticks. */
    private static long ofEndedChildren() {
        try {
            String stat = Files.readString(STAT);
            // The second field is the name of the program in parentheses, which may contain spaces.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * NANOS_PER_TICK;
        } catch (IOException e) {
            return 0;
        }
    }

    private static @Nullable Long allocated() {
        try {
            // Since JDK 21; it also counts threads that have ended.
            return (Long)
                    ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(THREADS);
        } catch (NoSuchMethodException e) {
            return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                    .filter(bytes -> bytes > 0)
                    .sum();
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    double cpuMicrosSince(Cost before, double operations) {
        return (cpuNanos - before.cpuNanos) / 1e3 / operations;
    }

    @Nullable
    Double bytesSince(Cost before, double operations) {
        return bytes == null || before.bytes == null ? null : (double) (bytes - before.bytes) / operations;
    }
}
