package io.asyncsqlite.benchmarks.run;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What this process has used up to a moment.
 *
 * @param cpuNanos CPU time of all its threads, also those of native code
 * @param bytes bytes allocated on the Java heap, or null where the JVM cannot tell
 */
record Cost(long cpuNanos, @Nullable Long bytes) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Cost now() {
        return new Cost(SYSTEM.getProcessCpuTime(), allocated());
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

    double cpuMicrosSince(Cost before, long operations) {
        return (cpuNanos - before.cpuNanos) / 1e3 / operations;
    }

    @Nullable
    Double bytesSince(Cost before, long operations) {
        return bytes == null || before.bytes == null ? null : (double) (bytes - before.bytes) / operations;
    }
}
