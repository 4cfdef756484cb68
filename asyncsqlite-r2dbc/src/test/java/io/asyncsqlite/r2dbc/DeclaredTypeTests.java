package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncsqlite.codec.Codec;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are read without a type. */
class DeclaredTypeTests extends OpenFactory {

    private static final UUID ID = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");

    private Row row(Connection on, String sql, Object... values) {
        return Sql.await(Sql.await(Sql.bound(on, sql, values).execute()).map((row, metadata) -> row));
    }

    private Row stored(String declared, String literal) {
        Sql.await(Sql.update(connection, "CREATE TABLE typed (c " + declared + ")"));
        Sql.await(Sql.update(connection, "INSERT INTO typed VALUES (" + literal + ")"));
        return row(connection, "SELECT c FROM typed");
    }

    private static void assertGives(Row row, Object value) {
        Object given = row.get("c");
        assertThat(given).isEqualTo(value);
        assertThat(row.get(0)).isEqualTo(value);
        assertThat(row.get(0, Object.class)).isEqualTo(value);
        assertThat(row.getMetadata().getColumnMetadata("c").getJavaType())
                .matches(type -> type.isInstance(given), "is the type of the value");
    }

    static Stream<Arguments> decoded() {
        return Stream.of(
                Arguments.of("BOOLEAN", "TRUE", true),
                Arguments.of("bool", "0", false),
                Arguments.of("UUID", "'" + ID + "'", ID),
                Arguments.of("DATE", "'2026-01-02'", LocalDate.of(2026, 1, 2)),
                Arguments.of("TIME", "'03:04:05'", LocalTime.of(3, 4, 5)),
                Arguments.of("TIME WITH TIME ZONE", "'03:04:05+01:00'", OffsetTime.parse("03:04:05+01:00")),
                Arguments.of("DATETIME", "'2026-01-02 03:04:05'", LocalDateTime.parse("2026-01-02T03:04:05")),
                Arguments.of("TIMESTAMP(3)", "'2026-01-02T03:04'", LocalDateTime.parse("2026-01-02T03:04")),
                Arguments.of(
                        "TIMESTAMP WITH TIME ZONE",
                        "'2026-01-02 03:04:05'",
                        OffsetDateTime.parse("2026-01-02T03:04:05Z")),
                Arguments.of("DECIMAL(10, 2)", "9.5", new BigDecimal("9.50")),
                Arguments.of("NUMERIC(10)", "7", new BigDecimal("7")),
                Arguments.of("DECIMAL(10, 999999999)", "7", new BigDecimal("7")),
                Arguments.of("NUMERIC", "0.1", new BigDecimal("0.1")),
                Arguments.of("DECIMAL TEXT", "'0.10000000000000000001'", new BigDecimal("0.10000000000000000001")),
                Arguments.of("BIGINT", "7", 7L),
                Arguments.of("INTEGER", "7", 7),
                Arguments.of("SMALLINT", "7", 7),
                Arguments.of("JSON", "'{\"a\":1}'", "{\"a\":1}"),
                Arguments.of("JSON", "'12'", "12"),
                Arguments.of("TEXT", "'2026-01-02'", "2026-01-02"),
                Arguments.of("MONEY", "5", 5));
    }

    @ParameterizedTest
    @MethodSource("decoded")
    void aValueIsOfTheDeclaredType(String declared, String literal, Object value) {
        assertGives(stored(declared, literal), value);
    }

    @ParameterizedTest
    @MethodSource("decoded")
    void nullHasTheSameType(String declared, String literal, Object value) {
        Row row = stored(declared, "NULL");

        assertThat(row.get("c")).isNull();
        assertThat(row.getMetadata().getColumnMetadata("c").getJavaType())
                .matches(type -> type.isInstance(value) || type == Object.class, "is the type of values");
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of("BOOLEAN", "2", 2),
                Arguments.of("BOOLEAN", "'yes'", "yes"),
                Arguments.of("UUID", "'no uuid'", "no uuid"),
                Arguments.of("UUID", "x'0102'", ByteBuffer.wrap(new byte[] {1, 2})),
                Arguments.of("DATE", "'yesterday'", "yesterday"),
                Arguments.of("TIMESTAMP", "1767323045", 1767323045),
                Arguments.of("TIMESTAMP", "2461042.5", 2461042.5),
                Arguments.of("TIMESTAMP", "'2026-01-02T03:04:05Z'", "2026-01-02T03:04:05Z"),
                Arguments.of("DECIMAL", "'much'", "much"),
                Arguments.of("DECIMAL", "9e999", Double.POSITIVE_INFINITY),
                Arguments.of("BIGINT", "1.5", 1.5),
                Arguments.of("JSON", "x'00'", ByteBuffer.wrap(new byte[] {0})));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void aValueThatDoesNotFitIsGivenAsItIsStored(String declared, String literal, Object value) {
        assertGives(stored(declared, literal), value);
    }

    @Test
    void oneColumnGivesTheTypeOfEachRow() {
        Sql.await(Sql.update(connection, "CREATE TABLE typed (c DATE)"));
        Sql.await(Sql.update(connection, "INSERT INTO typed VALUES ('2026-01-02'), ('someday'), ('2026-01-03')"));

        assertThat(Sql.all(Sql.query(connection, "SELECT c FROM typed ORDER BY rowid")))
                .containsExactly(LocalDate.of(2026, 1, 2), "someday", LocalDate.of(2026, 1, 3));
    }

    @Test
    void anExpressionIsGivenAsItIsStored() {
        Sql.await(Sql.update(connection, "CREATE TABLE typed (b BOOLEAN, at TIMESTAMP)"));
        Sql.await(Sql.update(connection, "INSERT INTO typed VALUES (TRUE, '2026-01-02 03:04:05')"));

        Row row =
                row(connection, "SELECT max(b), datetime(at), NOT b, (SELECT at FROM typed), b AS renamed FROM typed");

        assertThat(row.get(0)).isEqualTo(1);
        assertThat(row.get(1)).isEqualTo("2026-01-02 03:04:05");
        assertThat(row.get(1, LocalDateTime.class)).isEqualTo(LocalDateTime.parse("2026-01-02T03:04:05"));
        assertThat(row.get(2)).isEqualTo(0);
        assertThat(row.get(3)).isEqualTo(LocalDateTime.parse("2026-01-02T03:04:05"));
        assertThat(row.get("renamed")).isEqualTo(true);
    }

    @Test
    void returnedRowsAreDecodedWhereSqliteKnowsTheirTypes() {
        Sql.await(Sql.update(connection, "CREATE TABLE typed (k INTEGER PRIMARY KEY, b BOOLEAN)"));
        Statement insert =
                connection.createStatement("INSERT INTO typed(b) VALUES (TRUE)").returnGeneratedValues("b");

        Object given = Sql.await(Sql.await(insert.execute()).map(row -> row.get("b", Boolean.class)));

        assertThat(given).isEqualTo(true);
    }

    @Test
    void aRequestedTypeIsGiven() {
        Row row = stored("BOOLEAN", "1");

        assertThat(row.get(0, Integer.class)).isEqualTo(1);
        assertThat(row.get(0, Number.class)).isEqualTo(1);
        assertThat(row.get(0, String.class)).isEqualTo("1");
        assertThat(row.get(0, Boolean.class)).isTrue();
    }

    @Test
    void aDecimalHasTheZerosOfItsColumn() {
        Row row = stored("DECIMAL(10, 2)", "9.5");

        assertThat(row.get(0, BigDecimal.class)).isEqualTo(new BigDecimal("9.50"));
        assertThat(row.getMetadata().getColumnMetadata(0).getScale()).isEqualTo(2);
    }

    @Test
    void anOptionSwitchesDecodingOff() {
        Row row = stored("BOOLEAN", "TRUE");
        assertThat(row.get(0)).isEqualTo(true);
        SqliteConnectionFactory plain = factory("declaredTypes=false");
        SqliteConnectionFactory given = SqliteConnectionFactory.from(ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, SqliteConnectionFactoryProvider.DRIVER)
                .option(SqliteConnectionFactoryProvider.OPEN_DATABASE, database())
                .option(SqliteConnectionFactoryProvider.DECLARED_TYPES, false)
                .build());

        for (SqliteConnectionFactory off : List.of(plain, given)) {
            Row stored = row(Sql.await(off.create()), "SELECT c FROM typed");
            assertGives(stored, 1);
            assertThat(stored.getMetadata().getColumnMetadata(0).getType()).isEqualTo(R2dbcType.BOOLEAN);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factory("declaredTypes=maybe"))
                .withMessageContaining("declaredTypes must be true or false");
    }

    @Test
    void aCodecOfTheUserDecodes() {
        Codec<UUID> bytes = new UuidBytes();
        SqliteConnectionFactory own = SqliteConnectionFactory.from(ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, SqliteConnectionFactoryProvider.DRIVER)
                .option(ConnectionFactoryOptions.PROTOCOL, SqliteConnectionFactoryProvider.PROTOCOL_MEMORY)
                .option(SqliteConnectionFactoryProvider.CODECS, List.of(bytes))
                .build());
        try {
            Connection on = Sql.await(own.create());
            Sql.await(Sql.update(on, "CREATE TABLE typed (c UUID)"));
            Sql.await(Sql.update(on, "INSERT INTO typed VALUES (?)", ID));

            assertGives(row(on, "SELECT c FROM typed"), ID);
        } finally {
            own.close().block(Sql.LONG);
        }
    }

    /** Stores a UUID as its 16 bytes. */
    private static final class UuidBytes implements Codec<UUID> {

        @Override
        public Class<UUID> type() {
            return UUID.class;
        }

        @Override
        public Object encode(UUID value) {
            return ByteBuffer.allocate(16)
                    .putLong(value.getMostSignificantBits())
                    .putLong(value.getLeastSignificantBits())
                    .array();
        }

        @Override
        public UUID decode(Object stored) {
            if (stored instanceof byte[] bytes && bytes.length == 16) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                return new UUID(buffer.getLong(), buffer.getLong());
            }
            throw new IllegalArgumentException("needs a BLOB of 16 bytes");
        }
    }
}
