package io.asyncsqlite.leaks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param files what stays open in the directory of the database
 * @param others what stays open elsewhere
 * @param threads threads of databases
 * @param heap bytes in use after a collection
 */
record Footprint(List<String> files, List<String> others, long threads, long heap) {

    static Footprint measure(Path directory) throws IOException {
        String prefix = directory.toRealPath() + "/";
        Map<String, String> open = open();
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("asyncsqlite-"))
                .count();
        long heap = usedHeap();
        // The JVM opens files for a moment at any time, as to ask how much memory there is:
        // https://github.com/openjdk/jdk/pull/13398
        open.entrySet().retainAll(open().entrySet());
        Map<Boolean, List<String>> names =
                open.values().stream().collect(Collectors.partitioningBy(name -> name.startsWith(prefix)));
        return new Footprint(names.get(true), names.get(false), threads, heap);
    }

    /** Names by number. */
    private static Map<String, String> open() throws IOException {
        Map<String, String> names = new HashMap<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    names.put(
                            descriptor.toString(),
                            Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        return names;
    }

    /** Collects until that frees no more. */
    private static long usedHeap() {
        long used = Long.MAX_VALUE;
        long before;
        do {
            before = used;
            System.gc();
            used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        } while (used < before - 10_000);
        return Math.min(used, before);
    }

    @Override
    public String toString() {
        return "%,d files, %,d other descriptors, %,d threads, %,d bytes"
                .formatted(files.size(), others.size(), threads, heap);
    }
}
