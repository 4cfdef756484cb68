package io.asyncsqlite.integration.features;

import static io.asyncsqlite.integration.features.Fixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Transactions of Spring. */
final class TransactionFeatures {

    private static final String GROUP = "Transactions";

    private TransactionFeatures() {}

    static List<Feature> features() {
        return List.of(
                Feature.of(GROUP, "an error rolls back", TransactionFeatures::rollback),
                Feature.of(GROUP, "a nested one is a savepoint", TransactionFeatures::nested),
                Feature.of(GROUP, "a read-only one refuses to write", TransactionFeatures::readOnly),
                Feature.of(GROUP, "isolation `SERIALIZABLE`", TransactionFeatures::serializable),
                Feature.of(GROUP, "one goes on after a statement that failed", TransactionFeatures::goesOn),
                Feature.of(GROUP, "of many that count up at once, each counts", TransactionFeatures::counters),
                new Feature(
                        GROUP,
                        "`REQUIRES_NEW` inside one that wrote",
                        "SQLite has one writer: [porting](porting.md#transactions)",
                        TransactionFeatures::requiresNew));
    }

    private static Mono<Long> insert(Fixture fixture, String title) {
        return fixture.client()
                .sql("INSERT INTO item(title) VALUES (:title)")
                .bind("title", title)
                .fetch()
                .rowsUpdated();
    }

    private static List<String> titles(Fixture fixture) {
        return Fixture.all(fixture.client()
                .sql("SELECT title FROM item ORDER BY title")
                .mapValue(String.class)
                .all());
    }

    private static DefaultTransactionDefinition definition(int propagation) {
        return new DefaultTransactionDefinition(propagation);
    }

    private static void rollback(Fixture fixture) {
        fixture.createItems();

        assertThatThrownBy(() -> await(fixture.transactions()
                        .transactional(insert(fixture, "a").then(Mono.error(new IllegalStateException("no"))))))
                .isInstanceOf(IllegalStateException.class);
        await(fixture.transactions().transactional(insert(fixture, "b")));

        assertThat(titles(fixture)).containsExactly("b");
    }

    private static void nested(Fixture fixture) {
        fixture.createItems();
        var inner = fixture.transactions(definition(TransactionDefinition.PROPAGATION_NESTED));

        await(fixture.transactions()
                .transactional(insert(fixture, "a")
                        .then(inner.transactional(
                                        insert(fixture, "b").then(Mono.<Long>error(new IllegalStateException("no"))))
                                .onErrorResume(IllegalStateException.class, e -> Mono.empty()))
                        .then(insert(fixture, "c"))));

        assertThat(titles(fixture)).containsExactly("a", "c");
    }

    private static void readOnly(Fixture fixture) {
        fixture.createItems();
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        definition.setReadOnly(true);

        assertThatThrownBy(() -> await(fixture.transactions(definition).transactional(insert(fixture, "a"))))
                .isInstanceOf(DataAccessException.class);
    }

    private static void serializable(Fixture fixture) {
        fixture.createItems();
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        definition.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);

        await(fixture.transactions(definition).transactional(insert(fixture, "a")));

        assertThat(titles(fixture)).containsExactly("a");
    }

    private static void goesOn(Fixture fixture) {
        fixture.createItems();

        await(fixture.transactions()
                .transactional(insert(fixture, "a")
                        .then(fixture.client()
                                .sql("INSERT INTO item(title) VALUES (NULL)")
                                .then()
                                .onErrorResume(DataIntegrityViolationException.class, e -> Mono.empty()))
                        .then(insert(fixture, "b"))));

        assertThat(titles(fixture)).containsExactly("a", "b");
    }

    private static void counters(Fixture fixture) {
        fixture.run("CREATE TABLE counter(n INTEGER)", "INSERT INTO counter VALUES (0)");
        Mono<Long> countUp = fixture.client()
                .sql("SELECT n FROM counter")
                .mapValue(Integer.class)
                .one()
                .flatMap(n -> fixture.client()
                        .sql("UPDATE counter SET n = :n")
                        .bind("n", n + 1)
                        .fetch()
                        .rowsUpdated());

        await(Flux.range(0, 20)
                .flatMap(i -> fixture.transactions().transactional(countUp))
                .then(Mono.just(true)));

        assertThat(fixture.value("SELECT n FROM counter", Integer.class)).isEqualTo(20);
    }

    private static void requiresNew(Fixture fixture) {
        fixture.createItems();
        DefaultTransactionDefinition separate = definition(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        separate.setTimeout(1);

        await(fixture.transactions()
                .transactional(
                        insert(fixture, "a").then(fixture.transactions(separate).transactional(insert(fixture, "b")))));

        assertThat(titles(fixture)).containsExactly("a", "b");
    }
}
