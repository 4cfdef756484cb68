package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactories;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** jOOQ with {@link SQLDialect#SQLITE}, which must be named: jOOQ does not find it by the metadata. */
@Timeout(180)
class JooqTests {

    private static final Table<Record> NOTE = table(name("note"));
    private static final Field<Integer> ID = field(name("id"), SQLDataType.INTEGER.identity(true));
    private static final Field<String> TITLE = field(name("title"), SQLDataType.VARCHAR);
    private static final Field<Integer> STARS = field(name("stars"), SQLDataType.INTEGER);
    private static final Field<Boolean> DONE = field(name("done"), SQLDataType.BOOLEAN);
    private static final Field<LocalDate> DAY = field(name("day"), SQLDataType.LOCALDATE);
    private static final Field<UUID> TOKEN = field(name("token"), SQLDataType.UUID);
    private static final Field<BigDecimal> PRICE = field(name("price"), SQLDataType.DECIMAL(20, 4));
    private static final Field<byte[]> PAYLOAD = field(name("payload"), SQLDataType.BLOB);

    @TempDir
    Path directory;

    private SqliteConnectionFactory factory;
    private DSLContext jooq;

    @BeforeEach
    void open() {
        factory = (SqliteConnectionFactory) ConnectionFactories.get(Wiring.url(directory.resolve("jooq.db")));
        jooq = DSL.using(factory, SQLDialect.SQLITE);
        await(jooq.createTable(NOTE)
                .columns(ID, TITLE, STARS, DONE, DAY, TOKEN, PRICE, PAYLOAD)
                .unique(TITLE));
    }

    @AfterEach
    void close() {
        await(factory.close());
    }

    private static <T> T await(Publisher<T> publisher) {
        return Mono.from(publisher).block(SpringSuite.PATIENCE);
    }

    private static <T, R> List<R> map(Publisher<T> publisher, Function<? super T, R> mapper) {
        return Flux.from(publisher).map(mapper).collectList().block(SpringSuite.PATIENCE);
    }

    private static <T> List<T> all(Publisher<T> publisher) {
        return Flux.from(publisher).collectList().block(SpringSuite.PATIENCE);
    }

    private Publisher<Integer> insert(DSLContext context, String title, int stars) {
        return context.insertInto(NOTE, TITLE, STARS).values(title, stars);
    }

    @Test
    void rowsAreInsertedAndSelected() {
        assertThat(await(jooq.insertInto(NOTE, TITLE, STARS)
                        .values("a", 1)
                        .values("b", 2)
                        .values("c", 3)))
                .isEqualTo(3);

        assertThat(map(
                        jooq.select(TITLE, STARS)
                                .from(NOTE)
                                .where(STARS.ge(2))
                                .orderBy(STARS.desc())
                                .limit(5)
                                .offset(0),
                        row -> row.get(TITLE) + row.get(STARS)))
                .containsExactly("c3", "b2");
    }

    @Test
    void insertedRowsAreReturned() {
        Integer first = map(jooq.insertInto(NOTE, TITLE, STARS).values("a", 1).returningResult(ID), row -> row.get(ID))
                .get(0);
        List<Integer> more =
                map(jooq.insertInto(NOTE, TITLE).values("b").values("c").returningResult(ID), row -> row.get(ID));

        assertThat(more).containsExactly(first + 1, first + 2);
    }

    @Test
    void rowsAreUpdatedAndDeleted() {
        await(insert(jooq, "a", 1));
        await(insert(jooq, "b", 2));

        assertThat(await(jooq.update(NOTE).set(STARS, STARS.plus(10)).where(TITLE.eq("a"))))
                .isEqualTo(1);
        assertThat(map(
                        jooq.update(NOTE).set(STARS, 20).where(TITLE.eq("b")).returningResult(STARS),
                        row -> row.get(STARS)))
                .containsExactly(20);
        assertThat(await(jooq.deleteFrom(NOTE).where(STARS.gt(10)))).isEqualTo(2);
        assertThat(await(jooq.deleteFrom(NOTE))).isZero();
    }

    @Test
    void conflictsAreUpdates() {
        await(insert(jooq, "a", 1));

        await(jooq.insertInto(NOTE, TITLE, STARS)
                .values("a", 5)
                .onConflict(TITLE)
                .doUpdate()
                .set(STARS, excluded(STARS)));

        assertThat(map(jooq.select(STARS).from(NOTE), row -> row.get(STARS))).containsExactly(5);
    }

    @Test
    void typesComeBack() {
        UUID token = UUID.randomUUID();
        LocalDate day = LocalDate.of(2026, 5, 4);
        byte[] payload = {0, 1, -1};
        await(jooq.insertInto(NOTE)
                .set(TITLE, "types")
                .set(DONE, true)
                .set(DAY, day)
                .set(TOKEN, token)
                .set(PRICE, new BigDecimal("12.5000"))
                .set(PAYLOAD, payload));

        var row = await(jooq.select(DONE, DAY, TOKEN, PRICE, PAYLOAD).from(NOTE));

        assertThat(row.get(DONE)).isTrue();
        assertThat(row.get(DAY)).isEqualTo(day);
        assertThat(row.get(TOKEN)).isEqualTo(token);
        assertThat(row.get(PRICE)).isEqualByComparingTo("12.5");
        assertThat(row.get(PAYLOAD)).isEqualTo(payload);
    }

    @Test
    void nullsAndListsAreBound() {
        await(jooq.insertInto(NOTE, TITLE, STARS).values("a", (Integer) null));
        await(insert(jooq, "b", 2));

        assertThat(map(jooq.select(TITLE).from(NOTE).where(STARS.isNull()), row -> row.get(TITLE)))
                .containsExactly("a");
        assertThat(map(jooq.select(TITLE).from(NOTE).where(TITLE.in("b", "c", "d")), row -> row.get(TITLE)))
                .containsExactly("b");
    }

    @Test
    void queriesMayBeLarge() {
        await(insert(jooq, "a", 1));
        await(insert(jooq, "b", 2));

        assertThat(map(
                        jooq.with("starred")
                                .as(select(TITLE, STARS).from(NOTE))
                                .select(count(), sum(STARS))
                                .from(table(name("starred"))),
                        row -> row.value1() + " " + row.value2()))
                .containsExactly("2 3");
    }

    @Test
    void transactionsAreCommitted() {
        // To its end: a subscriber that takes the first value and cancels, as Mono.from does, rolls back.
        all(jooq.transactionPublisher(transaction ->
                Flux.from(insert(transaction.dsl(), "a", 1)).thenMany(insert(transaction.dsl(), "b", 2))));

        assertThat(await(jooq.select(count()).from(NOTE)).value1()).isEqualTo(2);
    }

    @Test
    void transactionsAreRolledBack() {
        assertThatThrownBy(() -> all(jooq.transactionPublisher(transaction ->
                        Flux.from(insert(transaction.dsl(), "a", 1)).thenMany(insert(transaction.dsl(), "a", 2)))))
                .isInstanceOf(IntegrityConstraintViolationException.class);

        assertThat(await(jooq.select(count()).from(NOTE)).value1()).isZero();
    }

    @Test
    void nestedTransactionsAreSavepoints() {
        all(jooq.transactionPublisher(outer -> Flux.from(insert(outer.dsl(), "a", 1))
                .thenMany(Flux.from(outer.dsl()
                                .transactionPublisher(inner -> Flux.from(insert(inner.dsl(), "b", 2))
                                        .thenMany(Flux.<Integer>error(new IllegalStateException("inner")))))
                        .onErrorResume(e -> Mono.empty()))
                .thenMany(insert(outer.dsl(), "c", 3))));

        assertThat(map(jooq.select(TITLE).from(NOTE).orderBy(TITLE), row -> row.get(TITLE)))
                .containsExactly("a", "c");
    }

    @Test
    void aBatchIsMadeOfManyStatements() {
        var counts = all(jooq.batch(
                jooq.insertInto(NOTE, TITLE).values("a"),
                jooq.insertInto(NOTE, TITLE).values("b")));

        assertThat(counts).containsExactly(1, 1);
    }
}
