package io.asyncsqlite.benchmarks.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long this disk takes to keep a page. Ratios of durable inserts depend on it more than on anything else. */
final class Fsync {

    private static final int TIMES = 100;
    private static final int PAGE = 4096;

    private Fsync() {}

    /** Returns the median of 100 appends of 4 KiB, each with an fsync, in microseconds. */
    static double medianMicros(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "fsync", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
            List<Double> micros = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                micros.add(append(channel, page.clear()) / (double) TimeUnit.MICROSECONDS.toNanos(1));
            }
            return Spread.of(micros).median();
        } finally {
            Files.delete(file);
        }
    }

    private static long append(FileChannel channel, ByteBuffer page) throws IOException {
        long start = System.nanoTime();
        while (page.hasRemaining()) {
            channel.write(page);
        }
        channel.force(false);
        return System.nanoTime() - start;
    }
}
