package io.asyncsqlite.internal.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A program: does a work in rounds, and prints by how many bytes the heap and the rest of the process grew in the round in which they grew least. A leak
 * grows in every round; the compilers of the JVM need memory in some.
 */
final class CallbackMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int MANY = 500_000;
    private static final int ROUNDS = 3;

    private CallbackMemory() {}

    /** Works that define many functions and collations, or call many of them. */
    enum Work {
        DEFINITIONS {
            @Override
            void run(EngineConnection connection) throws EngineException {
                define(connection, MANY);
            }
        },
        GROUPS {
            @Override
            void run(EngineConnection connection) throws EngineException {
                groups(connection);
            }
        },
        CONNECTIONS {
            @Override
            void run(EngineConnection connection) throws EngineException {
                openAndClose(1_000);
            }
        };

        abstract void run(EngineConnection connection) throws EngineException;
    }

    /** Memory in use: objects that a collection leaves, and what the process has beside the heap. */
    private record Memory(long heap, long outside) {

        static Memory now() throws IOException {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return new Memory(
                    runtime.totalMemory() - runtime.freeMemory(), 1024 * residentKib() - runtime.totalMemory());
        }
    }

    public static void main(String[] arguments) throws Exception {
        Work work = Work.valueOf(arguments[0]);
        try (EngineConnection connection = open()) {
            work.run(connection);
            long heap = Long.MAX_VALUE;
            long outside = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                Memory before = Memory.now();
                work.run(connection);
                Memory now = Memory.now();
                heap = Math.min(heap, now.heap - before.heap);
                outside = Math.min(outside, now.outside - before.outside);
            }
            System.out.println(heap + " " + outside);
        }
    }

    static boolean isKnown() {
        return Files.exists(STATUS);
    }

    private static EngineConnection open() throws EngineException {
        return TestEngine.get().open(new OpenRequest(null, false, attempts -> false));
    }

    /** A function with some memory of its own. */
    private static EngineFunction function(int i) {
        byte[] own = new byte[256];
        EngineFunction.Scalar body = arguments -> (long) (i + own.length);
        return new EngineFunction("f", 0, 0, body);
    }

    private static void define(EngineConnection connection, int times) throws EngineException {
        for (int i = 0; i < times; i++) {
            connection.createFunction(function(i));
            Comparator<String> order = Comparator.naturalOrder();
            connection.createCollation("c", order.thenComparing(String::length));
            if (i % 10 == 0) {
                connection.removeFunction("f", 0);
                connection.removeCollation("c");
            }
        }
        connection.createFunction(function(1));
        verify(connection, "SELECT f()", 257);
    }

    private static void groups(EngineConnection connection) throws EngineException {
        AtomicInteger open = new AtomicInteger();
        connection.createFunction(new EngineFunction("g", 1, 0, aggregate(open)));
        for (int done = 0; done < MANY; done += 1_000) {
            verify(
                    connection,
                    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                            + " SELECT sum(v) FROM (SELECT g(i) AS v FROM n GROUP BY i)",
                    1_000);
        }
        if (open.get() != 0) {
            throw new IllegalStateException(open + " groups were not ended");
        }
    }

    private static EngineFunction.Aggregate aggregate(AtomicInteger open) {
        return new EngineFunction.Aggregate() {
            @Override
            public boolean isWindow() {
                return false;
            }

            @Override
            public EngineFunction.Group start() {
                open.incrementAndGet();
                return new EngineFunction.Group() {
                    @Override
                    public void step(@Nullable Object[] arguments) {}

                    @Override
                    public void inverse(@Nullable Object[] arguments) {}

                    @Override
                    public Object value() {
                        open.decrementAndGet();
                        return 1L;
                    }
                };
            }
        };
    }

    private static void openAndClose(int times) throws EngineException {
        for (int i = 0; i < times; i++) {
            try (EngineConnection connection = open()) {
                define(connection, 10);
            }
        }
    }

    private static void verify(EngineConnection connection, String sql, long expected) throws EngineException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (EngineStatement statement = connection.prepare(sql)) {
            statement.execute(new Object[0]);
            statement.fetch(1, rows);
        }
        if (!Long.valueOf(expected).equals(rows.get(0)[0])) {
            throw new IllegalStateException(sql + " gave " + rows.get(0)[0]);
        }
    }

    private static long residentKib() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElseThrow();
    }
}
