package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code BigDecimal}, {@code BigInteger} and {@code float} compare as numbers, and keep every digit or are refused. */
@Timeout(120)
class DecimalTests {

    private AsyncSqlite db;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(SqliteOptions.memory().build());
    }

    @AfterEach
    void close() {
        db.close();
    }

    private boolean holds(String condition, Object... values) throws Exception {
        return await(
                db.query("SELECT " + condition, values).mapTo(Boolean.class).one());
    }

    private String typeOf(BigDecimal value) throws Exception {
        return await(db.query("SELECT typeof(?)", value).mapTo(String.class).one());
    }

    @Test
    void aDecimalComparesWithExpressionsAndLiterals() throws Exception {
        assertThat(holds("5 * 3 > ?", new BigDecimal("10"))).isTrue();
        assertThat(holds("5 * 3 > ?", new BigDecimal("10.5"))).isTrue();
        assertThat(holds("? < 10", new BigDecimal("9.50"))).isTrue();
        assertThat(holds("? = 9.5", new BigDecimal("9.500"))).isTrue();
        assertThat(holds("? = 1000", new BigDecimal("1E+3"))).isTrue();
        assertThat(holds("? > ?", new BigDecimal("10"), new BigDecimal("9.99"))).isTrue();
        assertThat(holds("? + ? = 12.75", new BigDecimal("10.5"), new BigDecimal("2.25")))
                .isTrue();
        assertThat(holds("? BETWEEN 9 AND 10", new BigDecimal("9.99"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DECIMAL(20, 4)", "NUMERIC", "INTEGER", "REAL", "DOUBLE PRECISION", ""})
    void aDecimalComparesWithColumns(String type) throws Exception {
        await(db.execute("CREATE TABLE item(price " + type + ")"));
        List<BigDecimal> prices = List.of(
                new BigDecimal("100"),
                new BigDecimal("9.5"),
                new BigDecimal("-3"),
                new BigDecimal("10.25"),
                new BigDecimal("9"));
        await(db.executeMany(
                "INSERT INTO item VALUES (?)", prices.stream().map(List::of).toList()));

        assertThat(prices("SELECT price FROM item WHERE price > ? ORDER BY price", new BigDecimal("9")))
                .containsExactly(new BigDecimal("9.5"), new BigDecimal("10.25"), new BigDecimal("100"));
        assertThat(prices(
                        "SELECT price FROM item WHERE price BETWEEN ? AND ? ORDER BY price DESC",
                        new BigDecimal("9"),
                        new BigDecimal("10.25")))
                .containsExactly(new BigDecimal("10.25"), new BigDecimal("9.5"), new BigDecimal("9"));
        assertThat(prices("SELECT max(price) FROM item")).containsExactly(new BigDecimal("100"));
        assertThat(prices("SELECT sum(price) FROM item")).containsExactly(new BigDecimal("125.75"));
        assertThat(holds("? = (SELECT sum(price) FROM item)", new BigDecimal("125.75")))
                .isTrue();
    }

    private List<BigDecimal> prices(String sql, Object... values) throws Exception {
        return await(db.query(sql, values).mapTo(BigDecimal.class).list());
    }

    @Test
    void decimalsOfFifteenDigitsEqualTheirLiteralsAndComeBack() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 3_000; i++) {
            BigDecimal value = decimal(random, 1 + random.nextInt(15), random.nextInt(580) - 280);
            // An integer beyond 2^53 is no REAL, so that it need not equal a literal with an exponent.
            boolean integer = value.stripTrailingZeros().scale() <= 0
                    && value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0;
            String literal = integer ? value.toPlainString() : value.toString();

            Row row = await(db.query("SELECT ?1, ?1 = " + literal, value).one());

            assertThat(row.get(0, BigDecimal.class)).isEqualByComparingTo(value);
            assertThat(row.getBoolean(1)).as(literal).isTrue();
        }
    }

    private static BigDecimal decimal(Random random, int digits, int scale) {
        BigInteger unscaled = new BigInteger(String.valueOf(1 + random.nextInt(9))
                + String.valueOf(1_000_000_000_000_000L + random.nextInt()).substring(0, digits - 1));
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
    }

    @Test
    void decimalsSortAsNumbers() throws Exception {
        Random random = new Random(6);
        List<BigDecimal> values = new ArrayList<>(List.of(
                BigDecimal.valueOf(Long.MAX_VALUE),
                BigDecimal.valueOf(Long.MIN_VALUE),
                new BigDecimal("9223372036854770000.5").round(new MathContext(15))));
        for (int i = 0; i < 1_000; i++) {
            values.add(decimal(random, 1 + random.nextInt(15), random.nextInt(24) - 8));
        }
        await(db.execute("CREATE TABLE item(price DECIMAL)"));
        await(db.executeMany(
                "INSERT INTO item VALUES (?)", values.stream().map(List::of).toList()));

        assertThat(prices("SELECT price FROM item ORDER BY price"))
                .usingElementComparator(Comparator.naturalOrder())
                .containsExactlyElementsOf(values.stream().sorted().toList());
    }

    @Test
    void integralDecimalsAreIntegersAndOthersReal() throws Exception {
        assertThat(typeOf(new BigDecimal("10.00"))).isEqualTo("integer");
        assertThat(typeOf(new BigDecimal("9223372036854775807.0"))).isEqualTo("integer");
        assertThat(typeOf(new BigDecimal("0.1"))).isEqualTo("real");
        assertThat(typeOf(new BigDecimal("1E+20"))).isEqualTo("real");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "1234567890123456789012",
                "1234567890.123456",
                "0.1234567890123456",
                "1E+309",
                "1E-330",
                "4.9E-324",
                "1E+2147483647"
            })
    void aDecimalThatWouldLoseDigitsIsRefusedWithTheWaysOut(String text) throws Exception {
        assertThat(failureOf(db.query("SELECT ?", new BigDecimal(text)).one()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("at most 15 significant digits")
                .hasMessageContaining("INTEGER column")
                .hasMessageContaining("toPlainString() to a TEXT column")
                .hasMessageContaining("not executed")
                .hasMessageNotContaining(text);
    }

    @Test
    void anIntegerBeyond64BitsIsRefusedWithTheWayOut() throws Exception {
        assertThat(failureOf(db.query("SELECT ?", BigInteger.ONE.shiftLeft(63)).one()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("64 bits")
                .hasMessageContaining("toString() to a TEXT column");
        BigInteger large = BigInteger.TEN.pow(30);
        assertThat(await(db.query("SELECT ?", large.toString())
                        .mapTo(BigInteger.class)
                        .one()))
                .isEqualTo(large);
        assertThat(await(db.query("SELECT ?", BigInteger.valueOf(Long.MIN_VALUE))
                        .mapTo(BigInteger.class)
                        .one()))
                .isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "0.1, 0.1",
                "0.1 + 0.2, 0.30000000000000004",
                "1e20, 100000000000000000000",
                "2e-44, 0.00000000000000000000000000000000000000000002",
                "7, 7",
                "7.0, 7",
                "'12345678901234567890.0100', 12345678901234567890.0100",
                "'-1.5e3', -1500",
                "'10000000000000001', 10000000000000001",
            })
    void aDecimalIsReadOfEachStorageClass(String expression, BigDecimal wanted) throws Exception {
        BigDecimal read = prices("SELECT " + expression).get(0);

        assertThat(read).isEqualByComparingTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'ten'", "''", "' 1'", "'1e99999'", "'\u0661'", "'0x10'", "9e999", "x'31'"})
    void textThatIsNoDecimalIsRefused(String expression) throws Exception {
        Row row = await(db.query("SELECT " + expression).one());

        assertThatThrownBy(() -> row.get(0, BigDecimal.class)).isInstanceOf(InvalidResultException.class);
    }

    @Test
    void digitsThatATextColumnAddsAreNotRead() throws Exception {
        await(db.execute("CREATE TABLE item(price TEXT)"));
        await(db.execute("INSERT INTO item VALUES (?)", new BigDecimal("6835.2650345926")));

        Row row = await(db.query("SELECT price FROM item").one());

        assertThat(row.getString("price")).isEqualTo("6835.2650345926004");
        assertThatThrownBy(() -> row.get("price", BigDecimal.class))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("declare the column NUMERIC");
    }

    @Test
    void floatsAreReadOfWhatOthersWrote() throws Exception {
        assertThat(await(db.query("SELECT 0.1").mapTo(Float.class).one())).isEqualTo(0.1f);
        assertThat(await(db.query("SELECT -3.4e38").mapTo(Float.class).one())).isEqualTo(-3.4e38f);
        assertThat(await(db.query("SELECT 1.17549435e-38").mapTo(Float.class).one()))
                .isEqualTo(Float.MIN_NORMAL);
        assertThat(await(db.query("SELECT 9e999").mapTo(Float.class).one())).isEqualTo(Float.POSITIVE_INFINITY);
        for (String tooMuch : List.of("16777217.0", "0.123456789", "1e39", "0.1 + 0.2", "1e-60")) {
            assertThat(failureOf(
                            db.query("SELECT " + tooMuch).mapTo(Float.class).one()))
                    .as(tooMuch)
                    .isInstanceOf(InvalidResultException.class)
                    .hasMessageContaining("read it as Double");
        }
    }

    @Test
    void everyFloatComesBackAsItIsAndAsItsShortestDecimal() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                Row row = await(db.query("SELECT ?, ?", value, shortest(value).doubleValue())
                        .one());
                assertThat(row.get(0, Float.class)).isEqualTo(value);
                assertThat(row.get(1, Float.class)).isEqualTo(value);
            }
        }
    }

    /** Float.toString has too many digits, and others, before Java 19. */
    private static BigDecimal shortest(float value) {
        return IntStream.rangeClosed(1, 9)
                .mapToObj(digits -> new BigDecimal(value).round(new MathContext(digits)))
                .filter(rounded -> rounded.floatValue() == value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDoubleThatAColumnMadeAnIntegerIsRead() throws Exception {
        await(db.execute("CREATE TABLE item(amount NUMERIC)"));
        await(db.execute("INSERT INTO item VALUES (?)", 1e18));

        Row row = await(db.query("SELECT amount FROM item").one());

        assertThat(row.storageClass(0)).isEqualTo(StorageClass.INTEGER);
        assertThat(row.getDouble(0)).isEqualTo(1e18);
        assertThat(failureOf(
                        db.query("SELECT ?", Long.MAX_VALUE).mapTo(Double.class).one()))
                .hasMessageContaining("too large for an exact double");
    }
}
