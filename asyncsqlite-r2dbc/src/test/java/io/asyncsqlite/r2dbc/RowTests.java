package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncsqlite.Column;
import io.r2dbc.spi.ColumnMetadata;
import io.r2dbc.spi.Nullability;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.RowMetadata;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowTests extends OpenFactory {

    private Row row(String sql, Object... values) {
        return Sql.await(Sql.await(Sql.bound(connection, sql, values).execute()).map((row, metadata) -> row));
    }

    @Test
    void valuesHaveTheirCommonTypes() {
        Row row = row("SELECT 7, 2147483648, -2147483648, 1.5, 'text', x'0102', NULL");

        assertThat(row.get(0)).isEqualTo(7);
        assertThat(row.get(1)).isEqualTo(2147483648L);
        assertThat(row.get(2)).isEqualTo(Integer.MIN_VALUE);
        assertThat(row.get(3)).isEqualTo(1.5);
        assertThat(row.get(4)).isEqualTo("text");
        assertThat(row.get(5)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(row.get(6)).isNull();
        assertThat(row.get(6, Integer.class)).isNull();
        assertThat(row.get(0, Number.class)).isEqualTo(7);
        assertThat(row.get(3, Number.class)).isEqualTo(1.5);
    }

    static Stream<Object> values() {
        return Stream.of(
                true,
                (byte) 7,
                (short) 7,
                7,
                7L,
                1.5f,
                1.5,
                BigInteger.TEN,
                new BigDecimal("1.5"),
                "text",
                'c',
                ByteBuffer.wrap(new byte[] {1, 2}),
                UUID.fromString("00000000-0000-0001-0000-000000000002"),
                TimeUnit.SECONDS,
                Instant.parse("2026-01-02T03:04:05.000000006Z"),
                LocalDate.parse("2026-01-02"),
                LocalTime.parse("03:04:05.000000006"),
                LocalDateTime.parse("2026-01-02T03:04:05.000000006"),
                OffsetDateTime.parse("2026-01-02T03:04:05.000000006Z"),
                ZonedDateTime.parse("2026-01-02T03:04:05.000000006Z"),
                Duration.ofMillis(7));
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyTypeOfTheCoreIsBoundAndRead(Object value) {
        Class<?> type = value instanceof ByteBuffer ? ByteBuffer.class : value.getClass();

        assertThat(row("SELECT ?", value).get(0, type)).isEqualTo(value);
    }

    @Test
    void arraysAreBoundAsJson() {
        assertThat(row("SELECT ?", (Object) new int[] {1, -2}).get(0)).isEqualTo("[1,-2]");
        assertThat(row("SELECT ?", (Object) new Object[] {"a\"\n", null, 1.5, LocalDate.parse("2026-01-02")})
                        .get(0))
                .isEqualTo("[\"a\\\"\\u000a\",null,1.5,\"2026-01-02\"]");
        assertThat(row("SELECT value FROM json_each(?)", (Object) new UUID[] {new UUID(1, 2)})
                        .get(0, UUID.class))
                .isEqualTo(new UUID(1, 2));
    }

    @Test
    void bytesAreBoundAndRead() {
        assertThat(row("SELECT ?", new byte[] {1, 2}).get(0, byte[].class)).containsExactly(1, 2);
    }

    @Test
    void bytesThatAreReadAreNotThoseOfTheRow() {
        Row row = row("SELECT x'0102'");

        row.get(0, ByteBuffer.class).put(0, (byte) 9);
        ((ByteBuffer) row.get(0)).put(0, (byte) 9);
        row.get(0, byte[].class)[0] = 9;

        assertThat(row.get(0)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    }

    @Test
    void aTextWhoseBytesAreNoTextIsRefusedAndItsBytesAreRead() {
        Row row = row("SELECT CAST(x'41FF' AS TEXT) AS v");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.get("v"))
                .withMessageContaining("Column 'v'")
                .withMessageContaining("byte[]");
        assertThatIllegalArgumentException().isThrownBy(() -> row.get("v", String.class));
        assertThat(row.get("v", byte[].class)).containsExactly('A', -1);
        assertThat(row.getMetadata().getColumnMetadata("v").getJavaType()).isEqualTo(String.class);
    }

    @Test
    void decimalsAndTimesCompareWithWhatSqliteComputes() {
        assertThat(row("SELECT 5 * 3 > ?", new BigDecimal("10")).get(0, Boolean.class))
                .isTrue();
        assertThat(row("SELECT ? < CURRENT_TIMESTAMP", Instant.now().minusSeconds(60))
                        .get(0, Boolean.class))
                .isTrue();
        assertThat(row("SELECT CURRENT_TIMESTAMP").get(0, LocalDateTime.class)).isNotNull();
        assertThat(row("SELECT 1.5 + ?", new BigDecimal("8")).get(0, BigDecimal.class))
                .isEqualTo(new BigDecimal("9.5"));
    }

    @Test
    void aConversionThatWouldLoseSomethingIsRefusedWithoutTheValue() {
        Row row = row("SELECT 5000000000, 'text-value'");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.get(0, Integer.class))
                .withMessageContaining("cannot be read as Integer")
                .withMessageNotContaining("read as 5000000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.get(1, Long.class))
                .withMessageContaining("is TEXT");
        assertThatIllegalArgumentException().isThrownBy(() -> row.get(0, Thread.class));
        assertThatIllegalArgumentException().isThrownBy(() -> row.get(1, Number.class));
    }

    @Test
    void columnsAreFoundByNameWithoutRegardToCase() {
        Row row = row("SELECT 1 AS MixedCase, 2 AS mixedcase, 3 AS other");

        assertThat(row.get("mixedcase")).isEqualTo(1);
        assertThat(row.get("MIXEDCASE", Long.class)).isEqualTo(1L);
        assertThat(row.get("Other")).isEqualTo(3);
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> row.get("none"))
                .withMessage("no column 'none': there are [MixedCase, mixedcase, other]");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> row.get(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> row.get(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> row.get((String) null));
        assertThatIllegalArgumentException().isThrownBy(() -> row.get(0, null));
    }

    @Test
    void metadataKeepsTheCaseOfLabels() {
        RowMetadata metadata = row("SELECT 1 AS MixedCase, 2 AS mixedcase").getMetadata();

        assertThat(metadata.getColumnMetadatas()).extracting("name").containsExactly("MixedCase", "mixedcase");
        assertThat(metadata.getColumnMetadata("MIXEDCASE").getName()).isEqualTo("MixedCase");
        assertThat(metadata.contains("mixedCASE")).isTrue();
        assertThat(metadata.contains("none")).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> metadata.getColumnMetadata("none"));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> metadata.getColumnMetadata(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTEGER|INTEGER||",
                "INT|INTEGER||",
                "BIGINT|BIGINT||",
                "VARCHAR(100)|VARCHAR|100|",
                "varying character ( 20 )|VARCHAR|20|",
                "TEXT|VARCHAR||",
                "CLOB|CLOB||",
                "BLOB|BLOB||",
                "REAL|DOUBLE||",
                "DOUBLE PRECISION|DOUBLE||",
                "DECIMAL(10,2)|DECIMAL|10|2",
                "NUMERIC( 10 , 2 )|NUMERIC|10|2",
                "BOOLEAN|BOOLEAN||",
                "DATE|DATE||",
                "DATETIME|TIMESTAMP||",
                "TIMESTAMP WITH TIME ZONE|TIMESTAMP_WITH_TIME_ZONE||",
                "TIMESTAMP WITH TIME ZONE(6)|TIMESTAMP_WITH_TIME_ZONE|6|",
                "DECIMAL  TEXT (30, 20)|DECIMAL|30|20",
                "POINT|INTEGER||",
            })
    void aDeclaredTypeIsTheColumnsType(String declared, R2dbcType type, Integer precision, Integer scale) {
        Sql.await(Sql.update(connection, "CREATE TABLE typed (c " + declared + ")"));
        Sql.await(Sql.update(connection, "INSERT INTO typed VALUES (NULL)"));

        ColumnMetadata column =
                row("SELECT c AS label FROM typed").getMetadata().getColumnMetadata("LABEL");

        assertThat(column.getName()).isEqualTo("label");
        assertThat(column.getType()).isEqualTo(type);
        assertThat(column.getJavaType()).isEqualTo(type.getJavaType());
        assertThat(column.getPrecision()).isEqualTo(precision);
        assertThat(column.getScale()).isEqualTo(scale);
        assertThat(column.getNullability()).isEqualTo(Nullability.UNKNOWN);
        assertThat(column.getNativeTypeMetadata()).isEqualTo(new Column("label", declared));
    }

    @Test
    void anExpressionHasTheTypeOfItsValue() {
        RowMetadata metadata =
                row("SELECT 7, 5000000000, 1.5, 'x', x'00', NULL").getMetadata();

        assertThat(metadata.getColumnMetadatas())
                .extracting(ColumnMetadata::getType)
                .startsWith(R2dbcType.INTEGER, R2dbcType.BIGINT, R2dbcType.DOUBLE, R2dbcType.VARCHAR, R2dbcType.BLOB)
                .last()
                .hasToString("NULL");
        assertThat(metadata.getColumnMetadatas().get(0).getNativeTypeMetadata()).isEqualTo(new Column("7", null));
    }

    @Test
    void theJavaTypeIsThatOfTheValue() {
        Sql.await(Sql.update(connection, "INSERT INTO t VALUES (5000000000, x'00')"));

        RowMetadata metadata = row("SELECT k, v FROM t").getMetadata();

        assertThat(metadata.getColumnMetadata("k").getType()).isEqualTo(R2dbcType.INTEGER);
        assertThat(metadata.getColumnMetadata("k").getJavaType()).isEqualTo(Long.class);
        assertThat(ByteBuffer.class)
                .isAssignableFrom(metadata.getColumnMetadata("v").getJavaType());
    }

    @Test
    void rowsOfReturningHaveMetadataToo() {
        assertThat(row("INSERT INTO t(v) VALUES ('x') RETURNING k")
                        .getMetadata()
                        .getColumnMetadata(0)
                        .getType())
                .isEqualTo(R2dbcType.INTEGER);
    }
}
