package io.asyncsqlite.integration.features;

import static io.asyncsqlite.integration.features.Fixture.all;
import static io.asyncsqlite.integration.features.Fixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Blob;
import io.r2dbc.spi.Clob;
import io.r2dbc.spi.ColumnMetadata;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** DatabaseClient with SQL of the program. */
final class UntypedFeatures {

    private static final String GROUP = "`DatabaseClient`";

    private UntypedFeatures() {}

    static List<Feature> features() {
        return List.of(
                Feature.of(GROUP, "`fetch()` gives values by their columns' types", UntypedFeatures::values),
                Feature.of(GROUP, "`getJavaType()` is the class of the value", UntypedFeatures::metadata),
                Feature.of(GROUP, "`Blob` and `Clob`, in and out", UntypedFeatures::largeObjects),
                Feature.of(GROUP, "long results are streamed and cancelled", UntypedFeatures::streaming));
    }

    private static void fill(Fixture fixture) {
        fixture.run(
                "CREATE TABLE typed(flag BOOLEAN, id UUID, birth DATE, made TIMESTAMP, amount DECIMAL(10, 2), big BIGINT)",
                "INSERT INTO typed VALUES (TRUE, '123e4567-e89b-12d3-a456-426614174000', '2026-01-02',"
                        + " '2026-01-02 03:04:05', 9.5, 7)");
    }

    private static void values(Fixture fixture) {
        fill(fixture);

        Map<String, Object> row = fixture.row("SELECT * FROM typed");

        assertThat((Boolean) row.get("flag")).isTrue();
        assertThat((UUID) row.get("id")).hasToString("123e4567-e89b-12d3-a456-426614174000");
        assertThat((LocalDate) row.get("birth")).isEqualTo(LocalDate.of(2026, 1, 2));
        assertThat((LocalDateTime) row.get("made")).isEqualTo(LocalDateTime.of(2026, 1, 2, 3, 4, 5));
        assertThat((BigDecimal) row.get("amount")).isEqualTo(new BigDecimal("9.50"));
        assertThat((Long) row.get("big")).isEqualTo(7);
    }

    private static void metadata(Fixture fixture) {
        fill(fixture);

        List<Boolean> agree = await(fixture.client()
                .sql("SELECT * FROM typed")
                .map((row, metadata) -> metadata.getColumnMetadatas().stream()
                        .map(column -> agrees(column, row.get(column.getName())))
                        .toList())
                .one());

        assertThat(agree).hasSize(6).doesNotContain(false);
    }

    private static boolean agrees(ColumnMetadata column, Object value) {
        Class<?> type = column.getJavaType();
        return type != null && type != Object.class && type.isInstance(value);
    }

    private static void largeObjects(Fixture fixture) {
        fixture.run("CREATE TABLE large(bytes BLOB, chars CLOB)");
        await(fixture.client()
                .sql("INSERT INTO large VALUES (:bytes, :chars)")
                .bind("bytes", Blob.from(Mono.just(ByteBuffer.wrap(new byte[] {1, 2, 3}))))
                .bind("chars", Clob.from(Mono.just("abc")))
                .fetch()
                .rowsUpdated());

        assertThat(await(fixture.client()
                        .sql("SELECT bytes FROM large")
                        .map(row -> row.get(0, Blob.class))
                        .one()
                        .flatMapMany(Blob::stream)
                        .map(ByteBuffer::remaining)))
                .isEqualTo(3);
        assertThat(await(fixture.client()
                        .sql("SELECT chars FROM large")
                        .map(row -> row.get(0, Clob.class))
                        .one()
                        .flatMapMany(Clob::stream)
                        .map(CharSequence::toString)))
                .isEqualTo("abc");
    }

    private static void streaming(Fixture fixture) {
        String numbers = fixture.choose(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT i FROM n",
                "SELECT x FROM SYSTEM_RANGE(1, 200000)");

        assertThat(all(fixture.client().sql(numbers).mapValue(Long.class).all().take(3)))
                .containsExactly(1L, 2L, 3L);
        assertThat(await(
                        fixture.client().sql(numbers).mapValue(Long.class).all().count()))
                .isEqualTo(200_000);
    }
}
