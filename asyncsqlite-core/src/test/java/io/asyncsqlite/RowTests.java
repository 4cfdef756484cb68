package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a row shows of itself, and the objects that it becomes. */
@Timeout(60)
class RowTests {

    private record Customer(long id, String name) {}

    private record Order(long id, Customer customer, Optional<Customer> referrer) {}

    private record Tree(long id, Tree parent) {}

    private record Box(Object content) {}

    private static final class Point {

        private final long x;
        private final String label;

        Point(long x, String label) {
            this.x = x;
            this.label = label;
        }
    }

    private static final class Two {

        @SuppressWarnings("unused")
        Two(long x) {}

        @SuppressWarnings("unused")
        Two(String x) {}
    }

    private final AsyncSqlite db = AsyncSqlite.inMemory();

    @AfterEach
    void close() {
        db.close();
    }

    private Row row(String sql, Object... parameters) throws Exception {
        return await(db.query(sql, parameters).one());
    }

    @Test
    void textShowsNamesAndValues() throws Exception {
        assertThat(row("SELECT 1 AS id, 'Ada' AS name, 2.5 AS price, x'010203' AS photo, NULL AS note"))
                .hasToString("{id=1, name='Ada', price=2.5, photo=BLOB of 3 bytes, note=null}");
    }

    @Test
    void textIsOneLineAndCutsLongValues() throws Exception {
        assertThat(row("SELECT ? AS t", "a\nb").toString()).isEqualTo("{t='a b'}");
        assertThat(row("SELECT ? AS t", "x".repeat(1_000)).toString())
                .hasSizeLessThan(150)
                .contains("1000 characters");
    }

    @Test
    void rowsWithTheSameNamesAndValuesAreEqual() throws Exception {
        String sql = "SELECT ? AS a, ? AS b";
        Row row = row(sql, 1, new byte[] {1, 2});

        assertThat(row).isEqualTo(row(sql, 1, new byte[] {1, 2})).hasSameHashCodeAs(row(sql, 1, new byte[] {1, 2}));
        assertThat(row).isNotEqualTo(row(sql, 1, new byte[] {1, 3}));
        assertThat(row).isNotEqualTo(row("SELECT ? AS a, ? AS c", 1, new byte[] {1, 2}));
    }

    @Test
    void rowsWithTheSameMalformedTextAreEqual() throws Exception {
        String sql = "SELECT CAST(x'ff' AS TEXT) AS t";

        assertThat(row(sql)).isEqualTo(row(sql)).hasSameHashCodeAs(row(sql));
        assertThat(row(sql).toString()).isEqualTo("{t=malformed TEXT of 1 bytes}");
    }

    @Test
    void mapHasValuesInTheOrderOfColumns() throws Exception {
        assertThat(row("SELECT 1 AS b, NULL AS a, 'first' AS c, 'second' AS c").asMap())
                .hasToString("{b=1, a=null, c=first}");
        assertThatThrownBy(() -> row("SELECT 1 AS a").asMap().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void valuesThatMayBeNullAreOptional() throws Exception {
        Row row = row("SELECT 7 AS a, NULL AS b");

        assertThat(row.getOptional("a", Long.class)).contains(7L);
        assertThat(row.getOptional(1, Long.class)).isEmpty();
        assertThat(row.get("b", Long.class)).isNull();
        assertThatThrownBy(() -> row.getLong("b"))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("'b' is NULL");
    }

    @Test
    void rowBecomesARecordOrASingleValue() throws Exception {
        assertThat(row("SELECT 1 AS id, 'Ada' AS name").mapTo(Customer.class)).isEqualTo(new Customer(1, "Ada"));
        assertThat(row("SELECT '1.10' AS price").mapTo(BigDecimal.class)).isEqualByComparingTo("1.10");
        assertThatThrownBy(() -> row("SELECT NULL AS id").mapTo(Long.class)).isInstanceOf(InvalidResultException.class);
    }

    @Test
    void rowBecomesAnObjectOfAClassWithOneConstructor() throws Exception {
        Point point = await(
                db.query("SELECT 'here' AS label, 3 AS x").mapTo(Point.class).one());

        assertThat(point.x).isEqualTo(3);
        assertThat(point.label).isEqualTo("here");
    }

    @Test
    void componentsOfAComponentTakeColumnsWithItsName() throws Exception {
        Order order = row("SELECT 7 AS id, 1 AS customer_id, 'Ada' AS \"customer.name\","
                        + " NULL AS referrer_id, NULL AS referrer_name")
                .mapTo(Order.class);

        assertThat(order).isEqualTo(new Order(7, new Customer(1, "Ada"), Optional.empty()));
    }

    @Test
    void componentWhoseColumnsAreAllNullIsNull() throws Exception {
        Order order = row("SELECT 7 AS id, NULL AS customer_id, NULL AS customer_name,"
                        + " 2 AS referrer_id, 'Bob' AS referrer_name")
                .mapTo(Order.class);

        assertThat(order.customer()).isNull();
        assertThat(order.referrer()).contains(new Customer(2, "Bob"));
    }

    @Test
    void componentOfAComponentWithoutColumnIsNamed() throws Exception {
        Row row = row("SELECT 7 AS id, 1 AS customer_id, 2 AS referrer_id, 'Bob' AS referrer_name");

        assertThatThrownBy(() -> row.mapTo(Order.class))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("Component 'name' of " + Customer.class.getName())
                .hasMessageContaining("[id, customer_id, referrer_id, referrer_name]");
    }

    public abstract static class Identified {

        long id;

        public void setId(long id) {
            this.id = id;
        }
    }

    /** A bean, of which only the setters are public. */
    static class Purchase extends Identified {

        Customer customer;
        Optional<String> note = Optional.of("from the constructor");

        private Purchase() {}

        public Purchase setCustomer(Customer customer) {
            this.customer = customer;
            return this;
        }

        public void setNote(Optional<String> note) {
            if (note.equals(Optional.of("refused"))) {
                throw new IllegalArgumentException("note");
            }
            this.note = note;
        }

        public static void setUp(Object nothing) {}
    }

    @Test
    void settersFillAnObjectOfAClassWithoutValuesInItsConstructor() throws Exception {
        Purchase purchase = row("SELECT 7 AS id, 1 AS customer_id, 'Ada' AS customer_name, NULL AS note")
                .mapTo(Purchase.class);

        assertThat(purchase.id).isEqualTo(7);
        assertThat(purchase.customer).isEqualTo(new Customer(1, "Ada"));
        assertThat(purchase.note).isEmpty();
    }

    static class Overloaded {

        public void setX(long x) {}

        public void setX(String x) {}
    }

    @Test
    void setterNeedsAColumnAndMayRefuseItsValue() throws Exception {
        Row withoutNote = row("SELECT 7 AS id, 1 AS customer_id, 'Ada' AS customer_name");
        Row refused = row("SELECT 7 AS id, 1 AS customer_id, 'Ada' AS customer_name, 'refused' AS note");

        assertThatThrownBy(() -> refused.mapTo(Overloaded.class)).hasMessageContaining("two methods setX");
        assertThatThrownBy(() -> withoutNote.mapTo(Purchase.class))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("Component 'note' of " + Purchase.class.getName());
        assertThatThrownBy(() -> refused.mapTo(Purchase.class))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("refused the row")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void classesThatCannotBeMadeAreRefused() throws Exception {
        Row row = row("SELECT 1 AS id, 1 AS x, 1 AS content");

        assertThatThrownBy(() -> row.mapTo(Tree.class)).hasMessageContaining("holds itself as a component");
        assertThatThrownBy(() -> row.mapTo(Two.class)).hasMessageContaining("a class with one constructor");
        assertThatThrownBy(() -> row.mapTo(Box.class)).hasMessageContaining("java.lang.Object has no codec");
        assertThat(failureOf(db.query("SELECT 1").mapTo(Thread.class).list()))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("java.lang.Thread has no codec");
    }

    @Test
    void findOneTakesNoneOrOne() throws Exception {
        assertThat(await(db.query("SELECT 1 WHERE 0").mapTo(Long.class).findOne()))
                .isEmpty();
        assertThat(await(db.query("SELECT NULL").mapTo(Long.class).findOne())).isEmpty();
        assertThat(await(db.query("SELECT 5").mapTo(Long.class).findOne())).contains(5L);
        assertThat(failureOf(db.query("VALUES (1), (2)").findOne()))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("at most one row");
    }

    @Test
    void queryShowsItsSqlWithoutLiterals() {
        assertThat(db.query("SELECT 'secret', ?", "bound")).hasToString("Query [SELECT ?, ?]");
        assertThat(db.query("SELECT 1; SELECT 2").toString()).startsWith("Query that was refused: ");
    }

    @Test
    void databaseAndOptionsShowThemselvesWithoutSecrets() {
        SqliteOptions options = SqliteOptions.memory()
                .pragma("analysis_limit", "321")
                .readers(3)
                .build();

        assertThat(db).hasToString("AsyncSqlite 'memory' (in memory)");
        assertThat(options.toString())
                .startsWith("SqliteOptions{file=in memory, name=memory, engine=AUTO")
                .contains("readers=3", "pragmas=[analysis_limit]")
                .doesNotContain("321");
    }

    @Test
    void optionsCanBeChangedInACopy() {
        SqliteOptions first = SqliteOptions.memory()
                .readers(3)
                .pragma("analysis_limit", "100")
                .build();

        SqliteOptions second =
                first.toBuilder().name("other").pragma("analysis_limit", "200").build();

        assertThat(second.name()).isEqualTo("other");
        assertThat(second.readers()).isEqualTo(3);
        assertThat(second.pragmas()).containsEntry("analysis_limit", "200");
        assertThat(first.pragmas()).containsEntry("analysis_limit", "100");
        assertThat(List.of(first.name(), second.name())).containsExactly("memory", "other");
    }
}
