package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Row;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Rows of random values of all storage classes, each in a column that may convert it, and the same for the same seed. */
final class RandomRows {

    static final String TABLE =
            "CREATE TABLE v(id INTEGER PRIMARY KEY, plain, whole INTEGER, real REAL, text TEXT, bytes BLOB)";

    /** How many rows are read at once. */
    static final int PIECE = 500;

    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.5,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        9_007_199_254_740_993.0
    };
    private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, (1L << 53) + 1, 1L << 47};
    private static final String LETTERS = "aZ09 '\"\\%_\n\u0001\u007f\u00e9\u00df\u20ac\u4e2d\uffff";

    private final Random random;

    private RandomRows(long seed) {
        this.random = new Random(seed);
    }

    /** Inserts so many rows. */
    static void insert(AsyncSqlite db, long seed, int count) throws Exception {
        RandomRows values = new RandomRows(seed);
        for (int id = 0; id < count; ) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (int end = Math.min(count, id + PIECE); id < end; id++) {
                rows.add(values.row(id));
            }
            db.executeMany("INSERT INTO v VALUES (?, ?, ?, ?, ?, ?)", rows).get(60, TimeUnit.SECONDS);
        }
    }

    /** Reads the rows behind an id, as texts that differ if a single bit does. */
    static List<String> read(AsyncSqlite db, long after) throws Exception {
        return db.query("SELECT * FROM v WHERE id > ? ORDER BY id LIMIT " + PIECE, after)
                .map(RandomRows::describe)
                .list()
                .get(60, TimeUnit.SECONDS);
    }

    private static String describe(Row row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.columnNames().size(); i++) {
            text.append(row.storageClass(i))
                    .append(' ')
                    .append(describe(row.get(i)))
                    .append("; ");
        }
        return text.toString();
    }

    private static String describe(@Nullable Object value) {
        if (value instanceof Double number) {
            return Long.toHexString(Double.doubleToRawLongBits(number));
        }
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }

    private @Nullable Object[] row(int id) {
        return new @Nullable Object[] {
            id, any(), choose(number(), bytes()), choose(real(), number()), choose(text(), number()), any()
        };
    }

    private @Nullable Object any() {
        return switch (random.nextInt(4)) {
            case 0 -> number();
            case 1 -> real();
            case 2 -> text();
            default -> bytes();
        };
    }

    private @Nullable Object choose(Object first, Object second) {
        int choice = random.nextInt(5);
        return choice == 0 ? null : choice == 1 ? second : first;
    }

    private long number() {
        int choice = random.nextInt(3);
        return choice == 0
                ? LONGS[random.nextInt(LONGS.length)]
                : choice == 1 ? random.nextInt(1_000) : random.nextLong() >> random.nextInt(64);
    }

    private double real() {
        double value = random.nextInt(3) == 0
                ? DOUBLES[random.nextInt(DOUBLES.length)]
                : Double.longBitsToDouble(random.nextLong());
        // The codec refuses NaN, which SQLite would make NULL.
        return Double.isNaN(value) ? 0.1 : value;
    }

    private int length() {
        // Now and then longer than a page.
        return random.nextInt(200) == 0 ? random.nextInt(10_000) : random.nextInt(40);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int left = length(); left > 0; left--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return random.nextInt(10) == 0 ? text.append("\uD83D\uDE00").toString() : text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[length()];
        random.nextBytes(bytes);
        return bytes;
    }
}
