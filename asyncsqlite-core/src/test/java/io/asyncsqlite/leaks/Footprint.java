package io.asyncsqlite.leaks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param files open descriptors of files in the directory of the database
 * @param descriptors open descriptors of all kinds
 * @param threads threads of databases
 * @param heap bytes in use after a collection
 */
record Footprint(long files, long descriptors, long threads, long heap) {

    static Footprint measure(Path directory) throws IOException {
        List<String> open = open();
        String prefix = directory.toRealPath() + "/";
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("asyncsqlite-"))
                .count();
        return new Footprint(
                open.stream().filter(name -> name.startsWith(prefix)).count(), open.size(), threads, usedHeap());
    }

    private static List<String> open() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                // The one of the listing itself is gone by now.
                if (Files.exists(descriptor)) {
                    names.add(Files.readSymbolicLink(descriptor).toString());
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
}
