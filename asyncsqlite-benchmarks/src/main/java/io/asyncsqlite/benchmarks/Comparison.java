package io.asyncsqlite.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The comparisons: their contenders, and the bars for their ratios. */
enum Comparison {
    INSERTS(
            "Durable single-row inserts",
            "inserts",
            InsertBenchmark.class,
            // The bar is one of time, at most 1.5 times as long.
            Rival.alike("executor", 1, 1 / 1.5, 1 / 1.5),
            Rival.alike("executor", 64, null, null),
            Rival.alike("hikari", HikariInserts.THREADS, 35.0, 20.0),
            Rival.alike("executor", 1024, null, null),
            Rival.sequential("handBatched", 1024, null, 0.35),
            Rival.sequential(CProgram.METHOD, 1024, 0.6, 0.35)),
    SCAN(
            "Rows of a scan of a million, as objects on another thread",
            "rows",
            ScanBenchmark.class,
            Rival.sequential("resultSet", 0, 2.5, 1.5),
            Rival.sequential(CProgram.METHOD, 0, 0.6, null)),
    POINTS(
            "Rows read by primary key, one by one",
            "reads",
            PointBenchmark.class,
            Rival.sequential("prepared", AsyncSqlitePoints.IN_FLIGHT, 1.3, 1.3)),
    MANY(
            "Rows of a batch of a million, inserted in one transaction",
            "rows",
            ManyBenchmark.class,
            Rival.sequential("executeBatch", 0, 2.0, null),
            Rival.sequential(CProgram.METHOD, 0, null, null)),
    R2DBC_INSERTS(
            "Single-row inserts from Reactor, autocommitted",
            "inserts",
            ReactiveInsertBenchmark.class,
            Rival.ofR2dbc("r2dbc", "jdbcClient", ReactiveClient.IN_FLIGHT, 10.0),
            Rival.core("r2dbc", ReactiveClient.IN_FLIGHT),
            Rival.ofR2dbc("r2dbc", "h2", ReactiveClient.IN_FLIGHT, null),
            Rival.ofR2dbc("r2dbcNormal", "h2", ReactiveClient.IN_FLIGHT, 1.0)),
    R2DBC_POINTS(
            "Rows read by primary key from Reactor, one by one",
            "reads",
            ReactivePointBenchmark.class,
            Rival.ofR2dbc("r2dbc", "jdbcClient", ReactiveClient.IN_FLIGHT, 1.0),
            Rival.core("r2dbc", ReactiveClient.IN_FLIGHT),
            Rival.ofR2dbc("r2dbc", "h2", ReactiveClient.IN_FLIGHT, 1.0)),
    R2DBC_SCAN(
            "Rows of a Flux of 100,000",
            "rows",
            ReactiveScanBenchmark.class,
            Rival.ofR2dbc("r2dbc", "jdbcClient", 0, 1.0),
            Rival.core("r2dbc", 0),
            Rival.ofR2dbc("r2dbc", "h2", 0, 1.0));

    private final String title;
    private final String unit;
    private final Class<?> benchmark;

    @SuppressWarnings("ImmutableEnumChecker") // It is made by List.of.
    private final List<Rival> rivals;

    Comparison(String title, String unit, Class<?> benchmark, Rival... rivals) {
        this.title = title;
        this.unit = unit;
        this.benchmark = benchmark;
        this.rivals = List.of(rivals);
    }

    /** Finds a comparison; throws {@link IllegalArgumentException} with a message for the user. */
    static Comparison named(String id) {
        return Arrays.stream(values())
                .filter(comparison -> comparison.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown comparison " + id));
    }

    /** Returns the name on the command line and of files. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    /** Returns the unit that is counted per second. */
    String unit() {
        return unit;
    }

    Class<?> benchmark() {
        return benchmark;
    }

    /** Returns the contenders in the order of a round: compared contenders are neighbours. */
    List<Contender> contenders() {
        return rivals.stream().flatMap(Rival::everybody).distinct().toList();
    }

    List<Ratio> ratios() {
        return rivals.stream().flatMap(rival -> rival.ratios().stream()).toList();
    }
}
