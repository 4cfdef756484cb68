package io.asyncsqlite.spring.boot.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** With a real tracer of OpenTelemetry each operation is a span of the caller's trace, also across threads. */
@Timeout(60)
class TracingTests {

    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private final SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(new Recorder()).build();
    private final ObservationRegistry registry = ObservationRegistry.create();

    private final ApplicationContextRunner runner = ObservedDatabase.runner(registry);

    TracingTests() {
        registry.observationConfig()
                .observationHandler(new DefaultTracingObservationHandler(
                        new OtelTracer(provider.get("tests"), new OtelCurrentTraceContext(), event -> {})));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void anOperationIsASpanOfTheCallersTrace() {
        run(database -> {
            Observation request = Observation.start("request", registry);
            request.scoped(() -> database.execute("INSERT INTO note VALUES (?)", "a secret"))
                    .join();
            request.stop();

            SpanData caller = span("request");
            SpanData insert = span("INSERT note VALUES");
            assertThat(insert.getTraceId()).isEqualTo(caller.getTraceId());
            assertThat(insert.getParentSpanId()).isEqualTo(caller.getSpanId());
            assertThat(attribute(insert, "db.system.name")).isEqualTo("sqlite");
            assertThat(attribute(insert, "db.namespace")).isEqualTo("notes");
            assertThat(attribute(insert, "db.query.text")).isEqualTo("INSERT INTO note VALUES (?)");
            assertThat(insert.getAttributes().asMap().values()).doesNotContain("a secret");
        });
    }

    @Test
    void laterStageOnAnotherThreadBelongsToTheSameTrace() {
        run(database -> {
            Observation request = Observation.start("request", registry);
            CompletableFuture<String> current = ObservedDatabase.held(
                    database,
                    () -> request.scoped(() -> database.execute("INSERT INTO note VALUES (1)")
                            .thenApply(done -> Span.current().getSpanContext().getSpanId())));

            assertThat(current.join()).isEqualTo(idOf(request));
            request.stop();
        });
    }

    private String idOf(Observation observation) {
        return observation.scoped(() -> Span.current().getSpanContext().getSpanId());
    }

    @Test
    void operationsOfATransactionArePartOfItsSpan() {
        run(database -> {
            database.inTransaction(tx -> tx.execute("INSERT INTO note VALUES (1)"))
                    .join();

            assertThat(span("INSERT note VALUES").getParentSpanId())
                    .isEqualTo(span("TRANSACTION").getSpanId());
        });
    }

    @Test
    void aFailureIsTheStatusOfItsSpan() {
        run(database -> {
            database.execute("INSERT INTO note VALUES (1)").join();
            database.execute("INSERT INTO note VALUES (1)")
                    .handle((done, failure) -> failure)
                    .join();

            assertThat(spans)
                    .filteredOn(span -> span.getName().equals("INSERT note VALUES"))
                    .extracting(span -> span.getStatus().getStatusCode())
                    .containsExactly(StatusCode.OK, StatusCode.ERROR);
        });
    }

    private void run(Consumer<AsyncSqlite> test) {
        runner.run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);
            database.execute("CREATE TABLE note(body UNIQUE)").join();
            test.accept(database);
        });
    }

    private SpanData span(String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String attribute(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }

    private final class Recorder implements SpanProcessor {

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
