package io.asyncsqlite.spring.boot.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Each operation is observed once, and the caller's context is that of its callbacks. */
@Timeout(60)
class ObservationTests {

    private static final String MDC_KEY = "request";

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<OperationObservationContext> observed = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner runner = ObservedDatabase.runner(registry);

    @BeforeEach
    void prepare() {
        registry.observationConfig().observationHandler(new Recorder());
        ContextRegistry.getInstance()
                .registerThreadLocalAccessor(
                        MDC_KEY, () -> MDC.get(MDC_KEY), value -> MDC.put(MDC_KEY, value), () -> MDC.remove(MDC_KEY));
    }

    @AfterEach
    void removeMdc() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(MDC_KEY);
        MDC.clear();
    }

    @Test
    void anOperationHasTheNamesOfOpenTelemetryAndNoValues() {
        run(database -> {
            create(database);
            database.execute("INSERT INTO note VALUES (?), ('a secret')", "another secret")
                    .join();

            OperationObservationContext insert = observed.get(1);
            assertThat(insert.getName()).isEqualTo("db.client.operation.duration");
            assertThat(insert.getContextualName()).isEqualTo("INSERT note VALUES");
            assertThat(keys(insert.getLowCardinalityKeyValues()))
                    .containsOnly(
                            entry("db.system.name", "sqlite"),
                            entry("db.namespace", "notes"),
                            entry("db.operation.name", "INSERT"),
                            entry("db.query.summary", "INSERT note VALUES"),
                            entry("error.type", "none"));
            assertThat(keys(insert.getHighCardinalityKeyValues()))
                    .containsOnly(entry("db.query.text", "INSERT INTO note VALUES (?), (?)"));
        });
    }

    @Test
    void aFailureIsAnErrorAndACancelIsNone() {
        run(database -> {
            create(database);
            database.execute("INSERT INTO note VALUES (1)").join();
            failureOf(database.execute("INSERT INTO note VALUES (1)"));
            CountDownLatch released = new CountDownLatch(1);
            CompletableFuture<Boolean> held = database.write(connection -> {
                released.await();
                return true;
            });
            database.execute("DELETE FROM note").cancel(true);
            released.countDown();
            held.join();

            assertThat(observed)
                    .extracting(context ->
                            keys(context.getLowCardinalityKeyValues()).get("error.type"))
                    .containsExactly("none", "none", "ConstraintException", "none", "none");
        });
    }

    @Test
    void operationsOfATransactionAreItsChildren() {
        run(database -> {
            create(database);
            database.inTransaction(tx -> tx.execute("INSERT INTO note VALUES (1)"))
                    .join();

            assertThat(observed)
                    .extracting(Observation.Context::getContextualName)
                    .containsExactly("CREATE note", "INSERT note VALUES", "TRANSACTION");
            assertThat(parentOf(observed.get(1))).isSameAs(observed.get(2));
        });
    }

    @Test
    void anOperationBelongsToWhatTheCallerObserves() {
        run(database -> {
            create(database);
            Observation caller = Observation.start("caller", registry);
            CompletableFuture<Observation> seen = caller.scoped(
                    () -> database.query("SELECT 1").list().thenApply(rows -> registry.getCurrentObservation()));

            assertThat(seen.join()).isSameAs(caller);
            caller.stop();
            assertThat(parentOf(observed.get(1))).isSameAs(caller.getContextView());
        });
    }

    @Test
    void theMdcOfTheCallerIsThatOfMappersAndDependentStages() {
        run(database -> {
            create(database);
            MDC.put(MDC_KEY, "17");
            CompletableFuture<String> stage = ObservedDatabase.held(
                    database,
                    () -> database.execute("INSERT INTO note VALUES (1)").thenApply(done -> MDC.get(MDC_KEY)));
            MDC.put(MDC_KEY, "18");
            assertThat(stage.join()).isEqualTo("17");

            CompletableFuture<List<String>> mapped =
                    database.query("SELECT 1").map(row -> MDC.get(MDC_KEY)).list();
            MDC.remove(MDC_KEY);

            assertThat(mapped.join()).containsExactly("18");
        });
    }

    @Test
    void theContextOfReactorReachesTheCallback() {
        Hooks.enableAutomaticContextPropagation();
        try {
            run(database -> assertThat(
                            Mono.fromFuture(() -> database.query("SELECT 1").list())
                                    .map(rows -> MDC.get(MDC_KEY))
                                    .contextWrite(Context.of(MDC_KEY, "19"))
                                    .block())
                    .isEqualTo("19"));
        } finally {
            Hooks.disableAutomaticContextPropagation();
        }
    }

    @Test
    void anOperationBelongsToTheObservationOfTheChain() {
        Hooks.enableAutomaticContextPropagation();
        try {
            run(database -> {
                Observation caller = Observation.start("caller", registry);
                Mono.delay(Duration.ofMillis(1))
                        .then(Mono.fromFuture(() -> database.query("SELECT 1").list()))
                        .contextWrite(Context.of(ObservationThreadLocalAccessor.KEY, caller))
                        .block();
                caller.stop();

                assertThat(parentOf(observed.get(0))).isSameAs(caller.getContextView());
            });
        } finally {
            Hooks.disableAutomaticContextPropagation();
        }
    }

    @Test
    void observationsCanBeSwitchedOff() {
        runner.withPropertyValues("management.observations.enable.db.client.operation.duration=false")
                .run(context -> {
                    context.getBean(AsyncSqlite.class).query("SELECT 1").list().join();

                    assertThat(observed).isEmpty();
                });
    }

    @Test
    void aConventionOfTheApplicationReplacesOurs() {
        runner.withBean(OperationObservationConvention.class, () -> new OperationObservationConvention() {
                    @Override
                    public KeyValues getHighCardinalityKeyValues(OperationObservationContext observed) {
                        return KeyValues.of("kind", observed.operationKind().name());
                    }
                })
                .run(context -> {
                    context.getBean(AsyncSqlite.class).query("SELECT 1").list().join();

                    assertThat(keys(observed.get(0).getHighCardinalityKeyValues()))
                            .containsOnly(entry("kind", "READ"));
                });
    }

    @Test
    void aTracerOfTheApplicationReplacesOurs() {
        OperationTracer own = (database, kind, sql) -> null;
        runner.withBean(OperationTracer.class, () -> own).run(context -> {
            context.getBean(AsyncSqlite.class).query("SELECT 1").list().join();

            assertThat(context.getBean(OperationTracer.class)).isSameAs(own);
            assertThat(observed).isEmpty();
        });
    }

    @Test
    void contextIsCarriedWithoutARegistry() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteObservationAutoConfiguration.class,
                        AsyncSqliteContextPropagationAutoConfiguration.class))
                .withPropertyValues("asyncsqlite.in-memory=true")
                .run(context -> {
                    assertThat(context).hasSingleBean(ContextTracer.class);
                    MDC.put(MDC_KEY, "17");
                    CompletableFuture<List<String>> mapped = context.getBean(AsyncSqlite.class)
                            .query("SELECT 1")
                            .map(row -> MDC.get(MDC_KEY))
                            .list();

                    assertThat(mapped.join()).containsExactly("17");
                });
    }

    @Test
    void operationsAreObservedWithoutContextPropagation() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer.context")).run(context -> {
            context.getBean(AsyncSqlite.class).query("SELECT 1").list().join();

            assertThat(observed).hasSize(1);
        });
    }

    @Test
    void missingLibrariesGiveNoTracer() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteObservationAutoConfiguration.class,
                        AsyncSqliteContextPropagationAutoConfiguration.class))
                .withPropertyValues("asyncsqlite.in-memory=true")
                .run(context ->
                        assertThat(context).hasSingleBean(AsyncSqlite.class).doesNotHaveBean(OperationTracer.class));
    }

    private void run(Consumer<AsyncSqlite> test) {
        runner.run(context -> test.accept(context.getBean(AsyncSqlite.class)));
    }

    private static void create(AsyncSqlite database) {
        database.execute("CREATE TABLE note(body UNIQUE)").join();
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return future.handle((value, failure) -> failure).join();
    }

    private static Map<String, String> keys(KeyValues values) {
        return values.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
    }

    private static Observation.ContextView parentOf(Observation.Context context) {
        return context.getParentObservation().getContextView();
    }

    private final class Recorder implements ObservationHandler<OperationObservationContext> {

        @Override
        public void onStop(OperationObservationContext context) {
            observed.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof OperationObservationContext;
        }
    }
}
