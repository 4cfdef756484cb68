package io.asyncsqlite.integration.features;

import static io.asyncsqlite.integration.features.Fixture.all;
import static io.asyncsqlite.integration.features.Fixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Sort;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Properties of entities. */
final class TypeFeatures {

    private static final String GROUP = "Properties";

    /** Plain values. */
    record Plain(@Id @Nullable Long id, @Nullable TimeUnit unit, boolean flag, byte @Nullable [] bytes, long big) {}

    /** A UUID as id and as value. */
    record Token(@Id UUID id, @Nullable UUID parent) {}

    /** Times without a zone. */
    record Local(
            @Id @Nullable Long id,
            @Nullable LocalDate date1,
            @Nullable LocalTime time1,
            @Nullable LocalDateTime local1) {}

    /** Times that tell an instant. */
    record Event(
            @Id @Nullable Long id,
            @Nullable Instant at1,
            @Nullable OffsetDateTime at2) {}

    /** A decimal. */
    record Price(@Id @Nullable Long id, @Nullable BigDecimal amount) {}

    /** A list. */
    record Tagged(@Id @Nullable Long id, @Nullable List<String> tags) {}

    /** Documents. */
    record Document(
            @Id @Nullable Long id,
            @Nullable Map<String, Object> fields,
            @Nullable JsonNode node) {}

    private TypeFeatures() {}

    static List<Feature> features() {
        return List.of(
                Feature.of(GROUP, "enum, `boolean`, `byte[]`, `long` beyond 2^53", TypeFeatures::plain),
                Feature.of(GROUP, "`UUID`", TypeFeatures::uuids),
                Feature.of(GROUP, "`LocalDate`, `LocalTime`, `LocalDateTime`", TypeFeatures::localTimes),
                Feature.of(
                        GROUP,
                        "`Instant` and `OffsetDateTime`, compared with `CURRENT_TIMESTAMP`",
                        TypeFeatures::instants),
                Feature.of(GROUP, "`BigDecimal` of `DECIMAL(10, 2)` equals the stored one", TypeFeatures::decimals),
                new Feature(
                        GROUP,
                        "`BigDecimal` of 30 digits, without more",
                        "refused, never rounded; a codec stores it as a text: [types](types.md#exact-decimals)",
                        TypeFeatures::longDecimals),
                Feature.of(GROUP, "`List<String>`", TypeFeatures::lists),
                Feature.of(GROUP, "`Map` and `JsonNode`, as JSON", TypeFeatures::json),
                new Feature(
                        GROUP,
                        "array values in SQL",
                        "SQLite has none; its JSON functions do this",
                        TypeFeatures::arrays));
    }

    private static void create(Fixture fixture, String table, String columns) {
        fixture.run("CREATE TABLE " + table + "(id " + fixture.generatedId() + ", " + columns + ")");
    }

    private static <T> T stored(Fixture fixture, T entity) {
        await(fixture.template().insert(entity));
        @SuppressWarnings("unchecked") // The class of an object of T.
        Class<T> type = (Class<T>) entity.getClass();
        return await(fixture.template().selectOne(Query.empty(), type));
    }

    private static void plain(Fixture fixture) {
        create(fixture, "plain", "unit VARCHAR(20), flag BOOLEAN, bytes VARBINARY(100), big BIGINT");
        Plain given = new Plain(null, TimeUnit.DAYS, true, new byte[] {0, 1, -1}, Long.MAX_VALUE - 1);

        assertThat(stored(fixture, given))
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(given);
        assertThat(await(fixture.template()
                        .select(Query.query(Criteria.where("unit").is(TimeUnit.DAYS)), Plain.class)
                        .count()))
                .isEqualTo(1);
    }

    private static void uuids(Fixture fixture) {
        fixture.run("CREATE TABLE token(id UUID PRIMARY KEY, parent UUID)");
        Token given = new Token(UUID.randomUUID(), UUID.randomUUID());

        assertThat(stored(fixture, given)).isEqualTo(given);
        assertThat(all(fixture.template()
                        .select(Query.query(Criteria.where("parent").is(given.parent())), Token.class)))
                .containsExactly(given);
    }

    private static void localTimes(Fixture fixture) {
        create(fixture, "local", "date1 DATE, time1 TIME(6), local1 TIMESTAMP(6)");
        Local given = new Local(
                null,
                LocalDate.of(2026, 1, 2),
                LocalTime.of(3, 4, 5, 123_456_000),
                LocalDateTime.of(2026, 1, 2, 3, 4, 5, 123_456_000));

        assertThat(stored(fixture, given))
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(given);
    }

    private static void instants(Fixture fixture) {
        create(fixture, "event", "at1 TIMESTAMP WITH TIME ZONE, at2 TIMESTAMP WITH TIME ZONE");
        Instant at = Instant.parse("2026-01-02T03:04:05.123456Z");
        await(fixture.template().insert(new Event(null, at, at.atOffset(ZoneOffset.ofHours(2)))));

        Event read = await(fixture.template().selectOne(Query.empty(), Event.class));
        assertThat(read.at1()).isEqualTo(at);
        assertThat(read.at2().toInstant()).isEqualTo(at);
        assertThat(fixture.value("SELECT count(*) FROM event WHERE at1 < CURRENT_TIMESTAMP", Long.class))
                .isEqualTo(at.isBefore(Instant.now()) ? 1 : 0);
        assertThat(await(fixture.client()
                        .sql("SELECT count(*) FROM event WHERE at1 = :at AND CURRENT_TIMESTAMP > :past")
                        .bind("at", at)
                        .bind("past", Instant.parse("2020-01-01T00:00:00Z"))
                        .mapValue(Long.class)
                        .one()))
                .isEqualTo(1);
    }

    private static void decimals(Fixture fixture) {
        create(fixture, "price", "amount DECIMAL(10, 2)");
        for (String amount : List.of("9.50", "10.00", "0.10")) {
            await(fixture.template().insert(new Price(null, new BigDecimal(amount))));
        }

        assertThat(all(fixture.template()
                        .select(
                                Query.query(Criteria.where("amount").greaterThan(new BigDecimal("9.4")))
                                        .sort(Sort.by("amount")),
                                Price.class)
                        .map(Price::amount)))
                .containsExactly(new BigDecimal("9.50"), new BigDecimal("10.00"));
    }

    private static void longDecimals(Fixture fixture) {
        create(fixture, "price", "amount DECIMAL(40, 20)");
        BigDecimal given = new BigDecimal("1234567890.12345678901234567890");

        assertThat(stored(fixture, new Price(null, given)).amount()).isEqualTo(given);
    }

    private static void lists(Fixture fixture) {
        create(fixture, "tagged", "tags " + fixture.choose("JSON TEXT", "VARCHAR(100) ARRAY"));
        List<String> tags = List.of("a", "b,c", "\"d\"");

        assertThat(stored(fixture, new Tagged(null, tags)).tags()).isEqualTo(tags);
    }

    private static void json(Fixture fixture) {
        create(fixture, "document", fixture.choose("fields JSON TEXT, node JSON TEXT", "fields JSON, node JSON"));
        Document given = new Document(
                null,
                Map.of("a", 1, "b", List.of("x", "y")),
                JsonMapper.shared().readTree("{\"c\":[1,2.5,null]}"));

        Document read = stored(fixture, given);
        assertThat(read.fields()).isEqualTo(given.fields());
        assertThat(read.node()).isEqualTo(given.node());
    }

    private static void arrays(Fixture fixture) {
        fixture.run("CREATE TABLE numbers(list INTEGER ARRAY)", "INSERT INTO numbers VALUES (ARRAY[1, 2, 3])");

        assertThat(fixture.row("SELECT list FROM numbers").get("list"))
                .asInstanceOf(InstanceOfAssertFactories.ARRAY)
                .containsExactly(1, 2, 3);
    }
}
