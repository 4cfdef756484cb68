package io.asyncsqlite.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.engine.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every event happens to every kind of operation, at every place, beside every kind of neighbour. The expected outcome of a cell
 * is a rule of its coordinates. {@code -Dmatrix.cells=} takes a regular expression, which the names of the cells to be run
 * contain.
 */
class MatrixTests {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LESS_SHORT = Duration.ofSeconds(3);

    private static final int CELLS_AT_A_TIME = Integer.getInteger("matrix.threads", 8);
    private static final Pattern SELECTED = Pattern.compile(System.getProperty("matrix.cells", ""));

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static ThrowingLog log;
    private static ExecutorService cells;
    private static ExecutorService callbacks;

    private final AtomicInteger number = new AtomicInteger();

    @BeforeAll
    static void start() {
        log = new ThrowingLog();
        cells = Executors.newFixedThreadPool(CELLS_AT_A_TIME, daemons("cells"));
        callbacks = Executors.newCachedThreadPool(daemons("callbacks"));
    }

    @AfterAll
    static void stop() {
        cells.shutdownNow();
        callbacks.shutdownNow();
        log.close();
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, "matrix-" + name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @TestFactory
    Stream<DynamicNode> matrix() {
        Map<Event, List<DynamicTest>> tests = new LinkedHashMap<>();
        for (Cell cell : Cell.all(TestEngine.isForeign())) {
            if (SELECTED.matcher(cell.toString()).find()) {
                CompletableFuture<List<String>> findings = CompletableFuture.supplyAsync(() -> run(cell), cells);
                tests.computeIfAbsent(cell.event(), event -> new ArrayList<>())
                        .add(DynamicTest.dynamicTest(cell.toString(), () -> assertNothingWrong(findings)));
            }
        }
        Stream<DynamicNode> events = tests.entrySet().stream()
                .map(entry -> DynamicContainer.dynamicContainer(entry.getKey().toString(), entry.getValue()));
        return Stream.concat(
                events, Stream.of(DynamicTest.dynamicTest("no descriptor is left", MatrixTests::assertNoDescriptors)));
    }

    /** On a busy machine a deadline may pass before the subject is where it is to pass: such a cell has another try with more time. */
    private List<String> run(Cell cell) {
        List<String> findings = run(cell, SHORT);
        boolean early = cell.event() == Event.DEADLINE && mayBeLate(cell) && !findings.isEmpty();
        return early ? run(cell, LESS_SHORT) : findings;
    }

    private static boolean mayBeLate(Cell cell) {
        return cell.moment() == Moment.COMMIT || cell.form() == Form.BLOB;
    }

    private List<String> run(Cell cell, Duration shortTime) {
        try {
            return CellRun.findings(
                    new Site(cell, "cell-" + number.incrementAndGet(), directory, callbacks, log, shortTime),
                    callbacks);
        } catch (Throwable e) {
            throw new CompletionException(e);
        }
    }

    private static void assertNothingWrong(CompletableFuture<List<String>> findings) throws Exception {
        assertThat(findings.get()).isEmpty();
    }

    private static void assertNoDescriptors() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (Files.isDirectory(descriptors)) {
            try (Stream<Path> open = Files.list(descriptors)) {
                assertThat(open.map(MatrixTests::target)).noneMatch(file -> file.startsWith(directory.toString()));
            }
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // The one of this listing.
            return "";
        }
    }
}
