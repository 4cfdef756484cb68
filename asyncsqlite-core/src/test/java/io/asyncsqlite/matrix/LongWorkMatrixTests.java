package io.asyncsqlite.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every event happens to every kind of long work, while code of the test, a limit of speed or the queue of the writer holds it up. {@code
 * -Dmatrix.cells=} selects cells, as in {@link MatrixTests}.
 */
class LongWorkMatrixTests {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int CELLS_AT_A_TIME = Integer.getInteger("matrix.threads", 8);
    private static final Pattern SELECTED = Pattern.compile(System.getProperty("matrix.cells", ""));

    @TempDir
    static Path directory;

    private static ExecutorService cells;

    @BeforeAll
    static void start() {
        cells = Executors.newFixedThreadPool(CELLS_AT_A_TIME, task -> {
            Thread thread = new Thread(task, "matrix-long");
            thread.setDaemon(true);
            return thread;
        });
    }

    @AfterAll
    static void stop() {
        cells.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> matrix() {
        List<DynamicTest> tests = new ArrayList<>();
        for (LongEvent event : LongEvent.values()) {
            for (LongWork work : LongWork.values()) {
                String cell = event + " x " + work;
                if (event.happensTo(work) && SELECTED.matcher(cell).find()) {
                    CompletableFuture<List<String>> findings =
                            CompletableFuture.supplyAsync(() -> run(work, event), cells);
                    tests.add(DynamicTest.dynamicTest(
                            cell, () -> assertThat(findings.get()).isEmpty()));
                }
            }
        }
        return tests.stream();
    }

    private static List<String> run(LongWork work, LongEvent event) {
        String name = (event + "-" + work).toLowerCase(java.util.Locale.ROOT);
        try {
            return new LongWorkSite(work, event, SHORT, name, directory).run();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
