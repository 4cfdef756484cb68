package io.asyncsqlite.integration.features;

import static io.asyncsqlite.integration.features.Fixture.all;
import static io.asyncsqlite.integration.features.Fixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.Version;
import org.springframework.data.auditing.ReactiveIsNewAwareAuditingHandler;
import org.springframework.data.mapping.callback.ReactiveEntityCallbacks;
import org.springframework.data.mapping.context.PersistentEntities;
import org.springframework.data.r2dbc.mapping.event.ReactiveAuditingEntityCallback;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import org.springframework.data.relational.core.query.Update;
import reactor.core.publisher.Flux;

/** Inserts, updates and what comes back of them. */
final class WritingFeatures {

    private static final String GROUP = "Writing";

    /** A row with a version. */
    record Versioned(
            @Id @Nullable Long id,
            String title,
            @Version @Nullable Long version) {}

    /** A row that knows when it was made. */
    record Audited(
            @Id @Nullable Long id,
            String title,
            @CreatedDate @Nullable Instant created,
            @LastModifiedDate @Nullable Instant changed) {}

    /** A row whose id the database makes. */
    record Coupon(@Id @Nullable UUID id, String title) {}

    private WritingFeatures() {}

    static List<Feature> features() {
        return List.of(
                Feature.of(GROUP, "`save` sets a generated id", WritingFeatures::generatedIds),
                Feature.of(GROUP, "`save` of a known id updates", WritingFeatures::updates),
                Feature.of(GROUP, "`R2dbcEntityTemplate.update` with criteria", WritingFeatures::updatesByCriteria),
                Feature.of(GROUP, "optimistic locking, `@Version`", WritingFeatures::versions),
                Feature.of(GROUP, "auditing, `@CreatedDate`", WritingFeatures::auditing),
                Feature.of(GROUP, "a UUID as the default of an id", WritingFeatures::uuidDefault),
                Feature.of(GROUP, "several generated columns of an insert", WritingFeatures::generatedColumns),
                Feature.of(GROUP, "the rows of an update come back", WritingFeatures::returnedRows),
                Feature.of(GROUP, "insert or update in one statement", WritingFeatures::upsert),
                Feature.of(GROUP, "many sets of values in one statement", WritingFeatures::manyBindings),
                Feature.of(GROUP, "a `Batch` of texts", WritingFeatures::batch),
                Feature.of(GROUP, "values, and null, by name", WritingFeatures::nulls));
    }

    private static <T> T onConnection(Fixture fixture, Function<Connection, Flux<T>> work) {
        return await(Flux.usingWhen(fixture.factory().create(), work, Connection::close)
                .last());
    }

    private static void generatedIds(Fixture fixture) {
        fixture.createItems();
        Items items = fixture.repository(Items.class);

        Item first = await(items.save(Item.of("a", 1)));
        Item second = await(items.save(Item.of("b", 1)));

        assertThat(second.id()).isGreaterThan(first.id());
        assertThat(await(items.findById(first.id()))).isEqualTo(first);
    }

    private static void updates(Fixture fixture) {
        fixture.createItems();
        Items items = fixture.repository(Items.class);
        Item saved = await(items.save(Item.of("a", 1)));
        Item changed = new Item(saved.id(), "b", null, true);

        await(items.save(changed));

        assertThat(all(items.findAll())).containsExactly(changed);
    }

    private static void updatesByCriteria(Fixture fixture) {
        fixture.createItems();
        await(fixture.template().insert(Item.of("a", 1)));
        await(fixture.template().insert(Item.of("b", 2)));

        assertThat(await(fixture.template()
                        .update(
                                Query.query(Criteria.where("stars")
                                        .greaterThan(1)
                                        .and("title")
                                        .like("b%")),
                                Update.update("title", "c"),
                                Item.class)))
                .isEqualTo(1);
    }

    private static void versions(Fixture fixture) {
        fixture.run("CREATE TABLE versioned(id " + fixture.generatedId() + ", title VARCHAR(100), version BIGINT)");
        Versioned first = await(fixture.template().insert(new Versioned(null, "a", null)));
        await(fixture.template().update(first));

        assertThatThrownBy(() -> await(fixture.template().update(first)))
                .isInstanceOf(OptimisticLockingFailureException.class);
    }

    private static void auditing(Fixture fixture) {
        fixture.run("CREATE TABLE audited(id " + fixture.generatedId()
                + ", title VARCHAR(100), created TIMESTAMP WITH TIME ZONE, changed TIMESTAMP WITH TIME ZONE)");
        var context = fixture.template().getConverter().getMappingContext();
        var handler = new ReactiveIsNewAwareAuditingHandler(PersistentEntities.of(context));
        fixture.template()
                .setEntityCallbacks(ReactiveEntityCallbacks.create(new ReactiveAuditingEntityCallback(() -> handler)));

        Audited saved = await(fixture.template().insert(new Audited(null, "a", null, null)));
        Audited read = await(fixture.template().selectOne(Query.empty(), Audited.class));

        // Some databases round a time.
        assertThat(read.created()).isCloseTo(saved.created(), within(1, ChronoUnit.MILLIS));
        assertThat(read.changed()).isNotNull();
    }

    private static void uuidDefault(Fixture fixture) {
        String version4 = "(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4'"
                + " || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1)"
                + " || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))";
        fixture.run("CREATE TABLE coupon(id UUID DEFAULT " + fixture.choose(version4, "random_uuid()")
                + " PRIMARY KEY, title VARCHAR(100))");

        Coupon saved = await(fixture.template().insert(new Coupon(null, "a")));

        assertThat(saved.id().version()).isEqualTo(4);
        assertThat(saved.id().variant()).isEqualTo(2);
        assertThat(await(fixture.template().selectOne(Query.empty(), Coupon.class)))
                .isEqualTo(saved);
    }

    private static void generatedColumns(Fixture fixture) {
        fixture.createItems();

        Map<String, Object> generated = await(fixture.client()
                .sql("INSERT INTO item(title) VALUES ('a')")
                .filter(statement -> statement.returnGeneratedValues("id", "done"))
                .fetch()
                .one());

        assertThat(generated).containsKey("id").containsEntry("done", false);
    }

    private static void returnedRows(Fixture fixture) {
        fixture.createItems();
        await(fixture.template().insert(Item.of("a", 1)));

        assertThat(fixture.value(
                        fixture.choose(
                                "UPDATE item SET stars = 7 RETURNING stars",
                                "SELECT stars FROM FINAL TABLE (UPDATE item SET stars = 7)"),
                        Integer.class))
                .isEqualTo(7);
    }

    private static void upsert(Fixture fixture) {
        fixture.run("CREATE TABLE visit(page VARCHAR(100) PRIMARY KEY, visits INTEGER)");
        String upsert = fixture.choose(
                "INSERT INTO visit VALUES ('a', 1) ON CONFLICT(page) DO UPDATE SET visits = visits + 1",
                "MERGE INTO visit USING (VALUES ('a')) AS given(page) ON visit.page = given.page"
                        + " WHEN MATCHED THEN UPDATE SET visits = visits + 1 WHEN NOT MATCHED THEN INSERT VALUES ('a', 1)");

        fixture.run(upsert, upsert);

        assertThat(fixture.value("SELECT visits FROM visit", Integer.class)).isEqualTo(2);
    }

    private static void manyBindings(Fixture fixture) {
        fixture.createItems();

        onConnection(fixture, connection -> {
            Statement insert = connection.createStatement("INSERT INTO item(title) VALUES ($1)");
            insert.bind(0, "a").add().bind(0, "b").add().bind(0, "c");
            return Flux.from(insert.execute()).concatMap(Result::getRowsUpdated);
        });

        assertThat(fixture.value("SELECT count(*) FROM item", Long.class)).isEqualTo(3);
    }

    private static void batch(Fixture fixture) {
        fixture.createItems();

        onConnection(fixture, connection -> {
            Batch batch = connection
                    .createBatch()
                    .add("INSERT INTO item(title) VALUES ('a')")
                    .add("UPDATE item SET stars = 1");
            return Flux.from(batch.execute()).concatMap(Result::getRowsUpdated);
        });

        assertThat(fixture.value("SELECT stars FROM item", Integer.class)).isEqualTo(1);
    }

    private static void nulls(Fixture fixture) {
        fixture.createItems();

        await(fixture.client()
                .sql("INSERT INTO item(title, stars) VALUES (:title, :stars)")
                .bind("title", "a")
                .bindNull("stars", Integer.class)
                .fetch()
                .rowsUpdated());

        assertThat(fixture.row("SELECT title, stars FROM item"))
                .containsEntry("title", "a")
                .containsEntry("stars", null);
    }
}
